"""A small builder for ONNX graphs whose large weights stay outside: only names, shapes and places in a weights file are kept."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

PAGE = 4096  # Weights start on pages, so that a runtime can map them instead of reading them.
BYTES = {TensorProto.FLOAT: 4, TensorProto.FLOAT16: 2, TensorProto.UINT8: 1}


class Graph:
    def __init__(self, weights_file):
        self.weights_file = weights_file
        self.nodes, self.constants, self.outside = [], [], []
        self.known, self.quantized = {}, {}
        self.size = 0

    def op(self, kind, *inputs, outputs=1, name=None, **attributes):
        """Adds a node; returns the name of its output, or a list of names. `name` is for an output of the whole graph."""
        names = [name] if name else [f't{len(self.nodes)}_{index}' for index in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f'{kind}_{len(self.nodes)}', **attributes))
        return names[0] if len(names) == 1 else names

    def constant(self, value, name=None):
        """A small value that stands in the graph itself."""
        array = np.ascontiguousarray(value)
        key = (array.tobytes(), array.dtype.str, array.shape)
        if key not in self.known:
            self.known[key] = name or f'c{len(self.constants)}'
            self.constants.append(numpy_helper.from_array(array, self.known[key]))
        return self.known[key]

    def ints(self, *values):
        return self.constant(np.array(values, np.int64))

    def weight(self, name, shape, kind, source, part):
        """A tensor in the weights file. `source` is its name in the original model, `part` what the converter makes of it."""
        length = int(np.prod(shape)) * BYTES[kind]
        offset = -(-self.size // PAGE) * PAGE
        self.size = offset + length
        tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
        for key, value in (('location', self.weights_file), ('offset', str(offset)), ('length', str(length))):
            tensor.external_data.add(key=key, value=value)
        self.constants.append(tensor)
        self.outside.append({'source': source, 'part': part, 'offset': offset, 'bytes': length})
        return name

    def floats(self, source, shape):
        return self.weight(source, shape, TensorProto.FLOAT, source, 'float')

    def linear(self, x, source, inputs, outputs, bias=True):
        """x · W + b with W as bytes, one scale and zero point a column, and x made bytes as it comes."""
        if x not in self.quantized:
            self.quantized[x] = self.op('DynamicQuantizeLinear', x, outputs=3)
        bytes_, scale, zero = self.quantized[x]
        matrix = f'{source}/weight'
        w = self.weight(f'{matrix}.bytes', [inputs, outputs], TensorProto.UINT8, matrix, 'bytes')
        w_scale = self.weight(f'{matrix}.scale', [outputs], TensorProto.FLOAT, matrix, 'scale')
        w_zero = self.weight(f'{matrix}.zero', [outputs], TensorProto.UINT8, matrix, 'zero')
        product = self.op('Cast', self.op('MatMulInteger', bytes_, w, zero, w_zero), to=TensorProto.FLOAT)
        y = self.op('Mul', product, self.op('Mul', scale, w_scale))
        return self.op('Add', y, self.floats(f'{source}/bias', [outputs])) if bias else y

    def layer_norm(self, x, source, width):
        gamma, beta = self.floats(f'{source}/gamma', [width]), self.floats(f'{source}/beta', [width])
        return self.op('LayerNormalization', x, gamma, beta, axis=-1, epsilon=1e-5)

    def model(self, inputs, outputs):
        value = lambda name, kind, shape: helper.make_tensor_value_info(name, kind, shape)
        graph = helper.make_graph(self.nodes, 'whisper', [value(*i) for i in inputs], [value(*o) for o in outputs], self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid('', 20)], ir_version=9)
