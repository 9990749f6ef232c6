/**
 * Tables of the catalogue that are too long for catalogue.ts: `[name, bytes, sha256]` of each file as it lies in its package.
 */
export type FileRow = readonly [name: string, bytes: number, sha256: string];

export const ORT_COMMON: readonly FileRow[] = [
	['dist/cjs/backend-impl.js', 5608, '3d25321895995f7e9480570b9a88f121049adf152e1829d0ecb11218da02d487'],
	['dist/cjs/backend.js', 433, '325aaee7a2649ea27629666f3ca01c0d80b9751e704ce502e43a8352390749b4'],
	['dist/cjs/env-impl.js', 969, '35cd8cac33973538eab471b68622c86c35a6896f4307d1a74c9ca0eda7abbac6'],
	['dist/cjs/env.js', 366, '22c7647f8ca1c1b83b437a92b95fee1457fcb72866fa029616b8f146dc609be8'],
	['dist/cjs/index.js', 1955, 'd7dd6cc9790e87299099fcd1b0ccb4969c01591d7eec0383a1c64dbea133dd1a'],
	['dist/cjs/inference-session-impl.js', 8996, '88d90723a169297855ad3b564b134c6b685b2661316c81f71fc80da1e203bae0'],
	['dist/cjs/inference-session.js', 467, '458be26f316c5068d32a56ddbc30ca0aa687c636e079b3d161a69f0f14a683f1'],
	['dist/cjs/onnx-model.js', 211, '667f5fdac4b6df25e17f8a864d4dc619507f541f9fa0aafb6d3572fcca1e25e5'],
	['dist/cjs/onnx-value.js', 211, '8446854766f4955ce438a7338216f49223767ecc508bb502b73a3dc1a1f1998e'],
	['dist/cjs/package.json', 20, '091a04fa67c7907b98e106fcff8b964e13129754fce72d24f3025b97c4887fa3'],
	['dist/cjs/tensor-conversion-impl.js', 8067, '9815e72c0bb91896035de93b3113a2256a1a998bc53c7b5e6bf5fb4e93714766'],
	['dist/cjs/tensor-conversion.js', 218, '28cc462d4a9ea556ecc86c0e6d16a51d61b58d5bc5b4b7b48976b14bc8035bdc'],
	['dist/cjs/tensor-factory-impl.js', 11656, 'a3204838a2c14416e4e61c968dc17c663ab3c9b8b2c4a8b7f2a1c5b06e3e5173'],
	['dist/cjs/tensor-factory.js', 215, '13b8d735350b828a49bda8aeec50b1dac888cf42268006efc4312f50a88b6906'],
	['dist/cjs/tensor-impl-type-mapping.js', 2995, '333110edbbffdb7575ea340cb341bcaf691862d6594a649db28097f7d8cb19b7'],
	['dist/cjs/tensor-impl.js', 16458, '11645352ba5d08971344717d3339f86aac560f84f29229b2ebe07f1ec8aa8905'],
	['dist/cjs/tensor-utils-impl.js', 2213, 'e7b1db989d33d54bdd1807b080a0989ff0b10d5f7dd8c93b92bbf293103aa4d5'],
	['dist/cjs/tensor-utils.js', 213, 'd3f577e90dc2257c72ac728e5e6355c34af0342d971158d9f22b69d22aa97b8d'],
	['dist/cjs/tensor.js', 393, '9097114de356750f36f28776fa6ccd08d13694f0f9aac9e7669c30b6c43153f7'],
	['dist/cjs/trace.js', 2496, 'faecd0df94998d786e2085d56aa6003449f1ac3b35c350e0d2762498604e5d72'],
	['dist/cjs/type-helper.js', 212, '7f786da8d2a611ad751c70a74edf4d9acfccd26be8e5c6b1cb730f982892bf32'],
	['dist/cjs/version.js', 361, '0a1a7f532f4455ead0678966815c3114730150aa4368ebb5ebd9727425e9003b'],
	['package.json', 977, '4266741a80346e25820ccc494fbffb95e2f652b6dfb5585025be44df3b0d6722'],
];

export const ORT_NODE: readonly FileRow[] = [
	['dist/backend.js', 6289, 'a79e8019e7276a282987023f9d38d41063a99e563e5e1a6f38a73a7d39ea83ab'],
	['dist/binding.js', 1590, '2a85ac5de943c7222aae5ca2897f52d73891f528d4295b701fab077470c668c0'],
	['dist/index.js', 1602, '019eb02133b94b1f7fdf2d89eb93b590ce1288d271f7b280647fb3978e6391fa'],
	['dist/version.js', 361, '0a1a7f532f4455ead0678966815c3114730150aa4368ebb5ebd9727425e9003b'],
	['package.json', 1593, '0871cd56ac2b9c9dfc834c7eabba819e5d4f966f005388515abb3402b14e0874'],
];

/** The native parts, by platform. */
export const ORT_NODE_NATIVE: Readonly<Record<string, readonly FileRow[]>> = {
	'linux-x64': [
		['bin/napi-v6/linux/x64/libonnxruntime.so.1', 45828512, 'ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23'],
		['bin/napi-v6/linux/x64/onnxruntime_binding.node', 389488, 'ccdc60b981d93a490cf9513d3f583547252b6e285b72988a96a494f2f006c7b8'],
	],
	'linux-arm64': [
		['bin/napi-v6/linux/arm64/libonnxruntime.so.1', 25135496, '1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76'],
		['bin/napi-v6/linux/arm64/onnxruntime_binding.node', 394648, 'afec78dc11d38dc81605b068cefe1fc73ffe77ca240c15468aa40786150beac8'],
	],
	'darwin-arm64': [
		['bin/napi-v6/darwin/arm64/libonnxruntime.1.dylib', 44589928, '685d2be5dba1309c89d3a5324b7fd06a5c42f1a61bfea32d14c4cc28d072121d'],
		['bin/napi-v6/darwin/arm64/onnxruntime_binding.node', 266840, 'a3f993357759b06ae2411f70af60f5e041d04521ea7f0d12cb7546e411a527dd'],
	],
	'win32-x64': [
		['bin/napi-v6/win32/x64/DirectML.dll', 18527584, '234e8898778cdec88d3cb0539508273494082812c968699f3de665a018971625'],
		['bin/napi-v6/win32/x64/dxcompiler.dll', 17986360, '593d42df78c7f9cbd97c1374af107cfe20985759f98b77afc1448fe41ee3cc76'],
		['bin/napi-v6/win32/x64/dxil.dll', 1508664, 'cf9a3981263f8ec30c9905d136eeaf4b4573209c602198671b958ec86905dea8'],
		['bin/napi-v6/win32/x64/onnxruntime.dll', 28754232, '508c362f5673483dd3a086379c392795b2e42d10d5e6f3f90ebd7ac21c97af67'],
		['bin/napi-v6/win32/x64/onnxruntime_binding.node', 298848, 'ddd428464069b84414d34ec1796c7c2a69c33a976e4b0390692629e394f92fa1'],
	],
	'win32-arm64': [
		['bin/napi-v6/win32/arm64/DirectML.dll', 18444600, 'aaf72a9d55aa123e0708d957d30dd4fbeb7a2e335ec6257ed5ff4261a402b9ee'],
		['bin/napi-v6/win32/arm64/dxcompiler.dll', 22285624, '442a995492579e1048cf1f05a86ab00f476c46b7f9d0996e588884040a543bbe'],
		['bin/napi-v6/win32/arm64/dxil.dll', 1769784, '859b6d638c5ca3df39e9cab2a602cb0f63d0e63d750f84bb2a9ec9031319b73e'],
		['bin/napi-v6/win32/arm64/onnxruntime.dll', 29815136, '6c3a2abf5c6aca11c48a0d338a91af309f2266f25ce2e4084e6a87bbcb0fbfd0'],
		['bin/napi-v6/win32/arm64/onnxruntime_binding.node', 422200, 'd8179924f15c2d3c1c8a75c50adf1671ec28c7f1cb0da9fc28b17daa02c5ecf5'],
	],
};

export const ORT_WEB: readonly FileRow[] = [
	['dist/ort-wasm-simd-threaded.mjs', 24381, 'e13f7f94fc51b4ca72b12faeb1ee95f4ace6dfbc8939bc718aabdc0a27c4299b'],
	['dist/ort-wasm-simd-threaded.wasm', 14239897, '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2'],
	['dist/ort.node.min.js', 27160, 'f2ffa91920b249103bbfeb58a1a9b68bf92e9e9018bd164dc16da52bd14ee305'],
	['dist/ort.node.min.mjs', 27061, 'f41b1e1ccf89e7b630c2a822192d6cf48d642b1abe3c321f1ad6b4130a78327e'],
	['package.json', 4593, '16f69f755509990539aeb1c8445884960e91adcacab2e8dca8e44ee43601df5c'],
];

/** English voices of Kokoro: American (a) and British (b), female (f) and male (m); 522,240 bytes each. */
export const KOKORO_VOICES: Readonly<Record<string, string>> = {
	af_alloy: 'c4a6b876047fd7fb472edf4ebd63cfac7c3b958a7cae7c106e8f038ca6308c45',
	af_aoede: '4a004c33430762e2461eedb2013fad808ef4ab3121f5300f554476caf58d8361',
	af_bella: 'f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b',
	af_heart: 'd583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b',
	af_jessica: 'a240a5e3c15b43563d6e923bdca8ef5613a23471d9b77653694012435df23bd8',
	af_kore: '9be5221b6a941c04b561959b8ff0b06e809444dcc4ab7e75a7b23606f691819e',
	af_nicole: 'cd2191ab31b914ed7b318416b0e4440fdf392ddad9106a060819aa600a64f59a',
	af_nova: '18778272caa0d0eebaea251c35fd635f038434f9eee5e691d02a174bd328414f',
	af_river: '00a2bcf82b1d86e8f19902ede58c65ccf6c0e43b44b7d74fad54e5d8933c9c30',
	af_sarah: '4409fbc125afabacc615d94db5398d847006a737b0247d6892b7a9a0007a2f0a',
	af_sky: '4435255c9744f3f31659e0d714ab7689bf65d9e77ec1cce060f083912614f0b9',
	am_adam: '162b035ed91cfc48b6046982184c645f72edcdd1b82843347f605d7bf7b15716',
	am_echo: '3968b92c3c4cd1c4416dbded36c13eaa388a90d5788d02a13e4d781f5f8cf3c3',
	am_eric: 'e8b5be17edd1e3636901ce7598baafe2dc8dd8ff707a0c23bf9e461add7e2832',
	am_fenrir: 'c27989f741f7ee34d273a39d8a595cc0837d35f5ced9a29b7cc162614616df43',
	am_liam: '52403be32fd047c6a44517cb0bcd6b134f2a18baa73e70ef41651e0eab921ade',
	am_michael: '1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1',
	am_onyx: 'da5d135b424164916d75a68ffb4c2abce3d7d5ccc82dd1ee6cf447ce286145e6',
	am_puck: 'fcf73c989033e9233e0b98713eca600c8c74dcc1614b37009d5450ff4a2274a0',
	am_santa: '61150cf726ab6c5ed7a99f90a304f91f5a72c00c592e89ec94e5df11c319227a',
	bf_alice: '08afa6ba24da61ea5e8efa139e5aadc938d83f0a6da5a900adaf763ac1da5573',
	bf_emma: '669fe0647f9dd04fcab92f1439a40eeb4c8b4ab1f82e4996fe3d918ce4a63b73',
	bf_isabella: '3754352c4aaa46d17f27654ab7518d65b62ad6163a0f55a5f4330c2da2c4e94f',
	bf_lily: '5e0ee32ebe64a467124976b14e69590746f1c4ce41a12b587a50c862edfea335',
	bm_daniel: '6b3194bbceffb746733cbc22c8f593dd44e401a71d53895a2dca891bc595a1e8',
	bm_fable: 'f889083196807b4adb15e9204252165f503b8d33d3982e681c52443c49d798f1',
	bm_george: 'c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc',
	bm_lewis: 'b8f671cef828c30e66fdf0b0756a76bba58f6bb3398cbbf27058642acbcedb97',
};
