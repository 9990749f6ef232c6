"""Makes parser.bin: the tagger and dependency parser of en_core_web_sm 3.8.0 (Explosion, MIT) in the layout that engine/text/parser/model.ts reads.

    python make-parser.py <folder of the model, the one with config.cfg> parser.bin     (needs spacy 3.8)

Layout: uint32 length of the JSON header, the header, then tensors, each at a multiple of 4 bytes. An int8 tensor is one float32 scale a row,
then the rows; sizes and offsets stand in the header.
"""

import json
import struct
import sys

import numpy as np
import spacy
from spacy.symbols import IDS

nlp = spacy.load(sys.argv[1])
tensors = {}


def param(node, name):
    return np.asarray(node.get_param(name))


def vector(node, name):
    return param(node, name).reshape(1, -1)


tok2vec = nlp.get_pipe("tok2vec").model
for i, node in enumerate(n for n in tok2vec.walk() if n.name == "hashembed"):
    tensors[f"embed.{i}"] = (param(node, "E"), True)
layers = [n for n in tok2vec.walk() if n.name == "maxout"]
norms = [n for n in tok2vec.walk() if n.name == "layernorm"]
for i, (layer, norm) in enumerate(zip(layers, norms)):
    weights = param(layer, "W")
    tensors[f"layer.{i}.W"] = (weights.reshape(-1, weights.shape[-1]), True)
    tensors[f"layer.{i}.b"] = (vector(layer, "b"), False)
    tensors[f"layer.{i}.gain"] = (vector(norm, "G"), False)
    tensors[f"layer.{i}.shift"] = (vector(norm, "b"), False)
parser = nlp.get_pipe("parser")
for node in parser.model.walk():
    if node.name == "precomputable_affine":
        weights = param(node, "W")
        tensors["state.W"] = (weights.reshape(-1, weights.shape[-1]), True)
        tensors["state.b"] = (vector(node, "b"), False)
        tensors["state.pad"] = (vector(node, "pad"), False)
    if node.name == "linear":
        name = "narrow" if param(node, "W").shape == (64, 96) else "upper"
        tensors[f"{name}.W"] = (param(node, "W"), True)
        tensors[f"{name}.b"] = (vector(node, "b"), False)
tagger = nlp.get_pipe("tagger")
for node in tagger.model.walk():
    if node.name == "softmax":
        tensors["tag.W"] = (param(node, "W"), True)
        tensors["tag.b"] = (vector(node, "b"), False)

strings = nlp.vocab.strings
norm = {}
for key, value in nlp.vocab.lookups.get_table("lexeme_norm").items():
    if key in strings:
        word = strings[key]
        if word.isascii() and word.isalpha() and word == word.lower():
            norm[word] = value if isinstance(value, str) else strings[value]
header = {
    "moves": parser.move_names,
    "tags": list(tagger.labels),
    # Words that are numbered in the model's own table of symbols, not by their hash.
    "symbols": {word: number for word, number in IDS.items() if word and word == word.lower()},
    "norm": norm,
    "tensors": {},
}
blob = b""
for name, (values, packed) in tensors.items():
    values = values.astype("f4")
    header["tensors"][name] = ["int8" if packed else "float", list(values.shape), len(blob)]
    if packed:
        scale = np.abs(values).max(axis=1) / 127
        scale[scale == 0] = 1
        blob += scale.astype("f4").tobytes() + np.clip(np.round(values / scale[:, None]), -127, 127).astype("i1").tobytes()
    else:
        blob += values.tobytes()
    blob += b"\0" * (-len(blob) % 4)
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 4)
with open(sys.argv[2], "wb") as out:
    out.write(struct.pack("<I", len(text)) + text + blob)
