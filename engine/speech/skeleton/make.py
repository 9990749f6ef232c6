"""Writes the two weight-free graphs of Whisper base and the plan by which engine/speech/model/convert.ts fills their weights files.

    python -m venv venv && venv/bin/pip install onnx==1.23.2 numpy && venv/bin/python engine/speech/skeleton/make.py

Whisper: Radford et al. 2022, https://arxiv.org/abs/2212.04356. Names of tensors are those of CTranslate2's WhisperSpec.
The encoder takes samples (the spectrogram is computed inside), the decoder also gives the scores of the alignment heads.
"""

import gzip
import json
from pathlib import Path

import numpy as np
from onnx import TensorProto

import mel
from graph import Graph

WIDTH, HEADS, LAYERS, VOCABULARY, FRAMES, TOKENS = 512, 8, 6, 51865, 1500, 448
HEAD = WIDTH // HEADS
# (layer, head) whose attention follows the sound: config.json of the model.
ALIGNMENT_HEADS = [(3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6)]
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64
DATA = Path(__file__).parent.parent / 'data'


def heads(g, x):
    return g.op('Transpose', g.op('Reshape', x, g.ints(-1, HEADS, HEAD)), perm=[1, 0, 2])


def keys(g, x):
    """Heads as [head, channel, time], ready to be multiplied by queries."""
    return g.op('Transpose', g.op('Reshape', x, g.ints(-1, HEADS, HEAD)), perm=[1, 2, 0])


def joined(g, x):
    return g.op('Reshape', g.op('Transpose', x, perm=[1, 0, 2]), g.ints(-1, WIDTH))


def scaled(g, queries):
    return g.op('Mul', queries, g.constant(np.float32(HEAD**-0.5)))


def thirds(g, x):
    return g.op('Split', x, g.ints(WIDTH, WIDTH, WIDTH), outputs=3, axis=1)


def feed_forward(g, x, place):
    y = g.layer_norm(x, f'{place}/layer_norm', WIDTH)
    y = g.op('Gelu', g.linear(y, f'{place}/linear_0', WIDTH, 4 * WIDTH))
    return g.op('Add', x, g.linear(y, f'{place}/linear_1', 4 * WIDTH, WIDTH))


def spectrogram(g, samples):
    x = g.op('Pad', g.op('Reshape', samples, g.ints(1, 1, -1)), g.ints(0, 0, mel.WINDOW // 2, 0, 0, mel.WINDOW // 2), mode='reflect')
    x = g.op('Conv', x, g.constant(mel.fourier_basis(), 'fourier'), strides=[160], kernel_shape=[mel.WINDOW])
    x = g.op('Slice', x, g.ints(0), g.ints(-1), g.ints(2))
    bins = mel.WINDOW // 2 + 1
    real, imaginary = g.op('Split', g.op('Mul', x, x), g.ints(bins, bins), outputs=2, axis=1)
    x = g.op('MatMul', g.constant(mel.filters(), 'mel'), g.op('Add', real, imaginary))
    x = g.op('Log', g.op('Max', x, g.constant(np.float32(1e-10))))
    x = g.op('Mul', x, g.constant(np.float32(1 / np.log(10))))
    floor = g.op('Sub', g.op('ReduceMax', x, keepdims=0), g.constant(np.float32(8)))
    return g.op('Mul', g.op('Add', g.op('Max', x, floor), g.constant(np.float32(4))), g.constant(np.float32(0.25)))


def encoder():
    g = Graph('encoder.bin')
    x = spectrogram(g, 'samples')
    for index, (channels, stride) in enumerate(((mel.BANDS, 1), (WIDTH, 2)), start=1):
        place = f'encoder/conv{index}'
        w, b = g.floats(f'{place}/weight', [WIDTH, channels, 3]), g.floats(f'{place}/bias', [WIDTH])
        x = g.op('Gelu', g.op('Conv', x, w, b, pads=[1, 1], strides=[stride], kernel_shape=[3]))
    x = g.op('Transpose', g.op('Squeeze', x, g.ints(0)), perm=[1, 0])
    x = g.op('Add', x, g.floats('encoder/position_encodings/encodings', [FRAMES, WIDTH]))
    for layer in range(LAYERS):
        place = f'encoder/layer_{layer}'
        y = g.layer_norm(x, f'{place}/self_attention/layer_norm', WIDTH)
        q, k, v = thirds(g, g.linear(y, f'{place}/self_attention/linear_0', WIDTH, 3 * WIDTH))
        scores = g.op('MatMul', scaled(g, heads(g, q)), keys(g, k))
        y = joined(g, g.op('MatMul', g.op('Softmax', scores, axis=-1), heads(g, v)))
        x = g.op('Add', x, g.linear(y, f'{place}/self_attention/linear_1', WIDTH, WIDTH))
        x = feed_forward(g, x, f'{place}/ffn')
    x = g.layer_norm(x, 'encoder/layer_norm', WIDTH)
    outputs = []
    for layer in range(LAYERS):
        # What the decoder attends to is the same at each of its steps: made once, here.
        k, v = g.op('Split', g.linear(x, f'decoder/layer_{layer}/attention/linear_1', WIDTH, 2 * WIDTH), g.ints(WIDTH, WIDTH), outputs=2, axis=1)
        k, v = keys(g, k), heads(g, v)
        outputs += [g.op('Identity', k, name=f'keys{layer}'), g.op('Identity', v, name=f'values{layer}')]
    return g, g.model([('samples', FLOAT, [FRAMES * 320])], sound_values())


def sound_values():
    pairs = [((f'keys{i}', FLOAT, [HEADS, HEAD, FRAMES]), (f'values{i}', FLOAT, [HEADS, FRAMES, HEAD])) for i in range(LAYERS)]
    return [value for pair in pairs for value in pair]


def decoder():
    g = Graph('decoder.bin')
    first, second, third = g.ints(0), g.ints(1), g.ints(2)
    scalar = lambda x: g.op('Squeeze', x, first)
    step = g.constant(np.array(1, np.int64))

    embeddings = g.weight('decoder/embeddings.half', [VOCABULARY, WIDTH], TensorProto.FLOAT16, 'decoder/embeddings/weight', 'half')
    x = g.op('Cast', g.op('Gather', embeddings, 'tokens'), to=FLOAT)
    before = g.op('Slice', g.op('Shape', 'past'), third, g.ints(3), first)
    total = g.op('Add', before, g.op('Shape', 'tokens'))
    x = g.op('Add', x, g.op('Slice', g.floats('decoder/position_encodings/encodings', [TOKENS, WIDTH]), before, total, first))

    # Token i sees tokens 0…i.
    columns = g.op('Range', g.constant(np.array(0, np.int64)), scalar(total), step)
    rows = g.op('Unsqueeze', g.op('Range', scalar(before), scalar(total), step), second)
    mask = g.op('Where', g.op('LessOrEqual', columns, rows), g.constant(np.float32(0)), g.constant(np.float32(-1e9)))

    past = g.op('Split', 'past', outputs=2 * LAYERS, axis=0, num_outputs=2 * LAYERS)
    present, alignment = [], []
    for layer in range(LAYERS):
        place = f'decoder/layer_{layer}'
        y = g.layer_norm(x, f'{place}/self_attention/layer_norm', WIDTH)
        q, k, v = thirds(g, g.linear(y, f'{place}/self_attention/linear_0', WIDTH, 3 * WIDTH))
        k = g.op('Concat', scalar(past[2 * layer]), heads(g, k), axis=1)
        v = g.op('Concat', scalar(past[2 * layer + 1]), heads(g, v), axis=1)
        present += [g.op('Unsqueeze', k, first), g.op('Unsqueeze', v, first)]
        scores = g.op('Add', g.op('MatMul', scaled(g, heads(g, q)), g.op('Transpose', k, perm=[0, 2, 1])), mask)
        y = joined(g, g.op('MatMul', g.op('Softmax', scores, axis=-1), v))
        x = g.op('Add', x, g.linear(y, f'{place}/self_attention/linear_1', WIDTH, WIDTH))

        y = g.layer_norm(x, f'{place}/attention/layer_norm', WIDTH)
        q = scaled(g, heads(g, g.linear(y, f'{place}/attention/linear_0', WIDTH, WIDTH)))
        scores = g.op('MatMul', q, f'keys{layer}')
        followed = [head for of, head in ALIGNMENT_HEADS if of == layer]
        if followed:
            alignment.append(g.op('Gather', scores, g.ints(*followed), axis=0))
        y = joined(g, g.op('MatMul', g.op('Softmax', scores, axis=-1), f'values{layer}'))
        x = g.op('Add', x, g.linear(y, f'{place}/attention/linear_2', WIDTH, WIDTH))
        x = feed_forward(g, x, f'{place}/ffn')
    x = g.layer_norm(x, 'decoder/layer_norm', WIDTH)
    g.op('Identity', g.linear(x, 'decoder/embeddings', WIDTH, VOCABULARY, bias=False), name='logits')
    g.op('Concat', *present, name='present', axis=0)
    g.op('Concat', *alignment, name='alignment', axis=0)
    state = lambda name, length: (name, FLOAT, [2 * LAYERS, HEADS, length, HEAD])
    return g, g.model(
        [('tokens', INT64, ['count']), state('past', 'before'), *sound_values()],
        [('logits', FLOAT, ['count', VOCABULARY]), state('present', 'total'), ('alignment', FLOAT, [len(ALIGNMENT_HEADS), 'count', FRAMES])],
    )


plan = {}
for name, (g, model) in (('encoder', encoder()), ('decoder', decoder())):
    packed = gzip.compress(model.SerializeToString(deterministic=True), 9, mtime=0)
    (DATA / f'whisper-base-{name}.onnx.gz').write_bytes(packed)
    plan[name] = {'bytes': g.size, 'tensors': g.outside}
    print(f'{name}: {len(g.nodes)} nodes, {len(packed)} bytes packed, weights of {g.size} bytes')
(DATA / 'whisper-base-weights.json').write_text(json.dumps(plan, separators=(',', ':')) + '\n')
