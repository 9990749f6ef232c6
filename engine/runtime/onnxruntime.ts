/** Which ONNX Runtime works here: native where a probe child can load it, WebAssembly elsewhere (Alpine, other processors, locked-down systems). */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isOperatorError, OperatorError, throwIfCancelled } from '../errors';
import { catalogueEntry, platformKey } from './catalogue';
import { ensure, type Engine, type RuntimePorts } from './engines';
import { childPath, runtimeDirectory } from './paths';
import { toolEnvironment } from './tool';
import { replaceFile } from './verify';

export interface OnnxRuntime {
	kind: 'native' | 'wasm';
	/** File to `require()` in a child process. */
	entry: string;
	version: string;
	/** Folder of the .wasm files, for `env.wasm.wasmPaths` (not needed when `entry` is loaded from its place). */
	dir: string;
}

const PROBE_SECONDS = 20;

let musl: boolean | undefined;
/** Whether this Node runs on musl (Alpine): the loader that its ELF header names. Node's own report would tell too, but takes 100 ms in a large process. */
function isMusl(): boolean {
	musl ??= process.platform === 'linux' && /\bld-musl/.test(loaderOf(process.execPath));
	return musl;
}

/** Path of the program interpreter of a 64-bit little-endian executable (ELF-64 object file format: PT_INTERP); empty where it names none. */
export function loaderOf(executable: string): string {
	let file: number | undefined;
	try {
		file = openSync(executable, 'r');
		const read = (bytes: number, at: number): Buffer => {
			const buffer = Buffer.alloc(bytes);
			return buffer.subarray(0, readSync(file!, buffer, 0, bytes, at));
		};
		const head = read(64, 0);
		if (head.toString('latin1', 0, 6) !== '\x7fELF\x02\x01') return '';
		const [size, count] = [head.readUInt16LE(54), Math.min(head.readUInt16LE(56), 256)];
		const table = read(size * count, Number(head.readBigUInt64LE(32)));
		for (let at = 0; at + size <= table.length; at += size)
			if (table.readUInt32LE(at) === 3)
				return read(Math.min(Number(table.readBigUInt64LE(at + 32)), 256), Number(table.readBigUInt64LE(at + 8)))
					.toString('latin1')
					.replace(/\0.*$/s, '');
		return '';
	} catch {
		return '';
	} finally {
		if (file !== undefined) closeSync(file);
	}
}

type Probe = { works: boolean; why: string; final: boolean };

/** Runs the native runtime in a child, where a crash harms nobody. Not `final` when time or memory, not the system, may be the reason. */
export function probeNative(entry: string, signal: AbortSignal, script = childPath('ortprobe')): Promise<Probe> {
	throwIfCancelled(signal);
	if (!existsSync(script)) {
		return Promise.reject(
			new OperatorError('ENGINE_FAILED', `${script} does not exist: the installation is incomplete`, {
				fix: 'Install the package again (in a clone of the repository: npm run build).',
			}),
		);
	}
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [script, entry], { env: toolEnvironment(), stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
		let out = '';
		let err = '';
		let late = false;
		child.stdin.on('error', () => undefined);
		child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (err = (err + chunk.toString()).slice(-1_000)));
		const kill = (): void => void child.kill('SIGKILL');
		const timer = setTimeout(() => ((late = true), kill()), PROBE_SECONDS * 1_000);
		signal.addEventListener('abort', kill, { once: true });
		const done = (probe: Probe): void => {
			clearTimeout(timer);
			signal.removeEventListener('abort', kill);
			try {
				throwIfCancelled(signal);
				resolve(probe);
			} catch (error) {
				reject(error as Error);
			}
		};
		child.on('error', (error) => done({ works: false, why: error.message, final: false }));
		child.on('close', (code, killed) => {
			const works = code === 0 && out.trim() === 'ok';
			const why = late ? `no answer in ${PROBE_SECONDS} s` : killed ? `killed by ${killed}` : err.trim() || `exit ${code}`;
			done({ works, why: works ? '' : why, final: !late && killed !== 'SIGKILL' });
		});
	});
}

const native = (engine: Engine): OnnxRuntime => ({
	kind: 'native',
	entry: engine.file('dist/index.js'),
	version: engine.version,
	dir: engine.dir,
});

/** Which build {@link onnxruntime} will fetch and try first on this machine, without fetching or probing. */
export function onnxruntimeEngine(): 'onnxruntime-node' | 'onnxruntime-web' {
	const forced = process.env.AI_OPERATOR_ORT;
	if (forced === 'wasm') return 'onnxruntime-web';
	if (forced === 'native') return 'onnxruntime-node';
	return catalogueEntry('onnxruntime-node') && !isMusl() ? 'onnxruntime-node' : 'onnxruntime-web';
}

/**
 * The ONNX Runtime to use, fetched if need be. `AI_OPERATOR_ORT=native|wasm` decides by hand. The probe's answer is kept in the runtime directory.
 * @throws what {@link ensure} throws; ENGINE_FAILED when native is forced and does not work
 */
export async function onnxruntime(ports: RuntimePorts): Promise<OnnxRuntime> {
	const forced = process.env.AI_OPERATOR_ORT;
	if (forced && forced !== 'native' && forced !== 'wasm') {
		throw new OperatorError('INPUT', `AI_OPERATOR_ORT is "${forced}"`, { fix: 'Set it to native or wasm, or remove it.' });
	}
	const wasm = async (): Promise<OnnxRuntime> => {
		const engine = await ensure('onnxruntime-web', ports);
		return { kind: 'wasm', entry: engine.file('dist/ort.node.min.js'), version: engine.version, dir: engine.dir };
	};
	if (forced === 'wasm') return wasm();
	const entry = catalogueEntry('onnxruntime-node');
	if (forced !== 'native' && (!entry || isMusl())) return wasm();

	const memory = join(runtimeDirectory(), `.onnxruntime-${entry?.version}-${platformKey()}${isMusl() ? '-musl' : ''}.json`);
	const known = await readFile(memory, 'utf8').then(
		(text) => (JSON.parse(text) as { works?: boolean }).works,
		() => undefined,
	);
	if (known === false && forced !== 'native') return wasm();
	let engine: Engine;
	try {
		engine = await ensure('onnxruntime-node', ports);
	} catch (error) {
		if (forced === 'native' || !isOperatorError(error) || !['ENGINE_MISSING', 'ENGINE_TAMPERED'].includes(error.code)) throw error;
		ports.logger.warn(`The native ONNX Runtime cannot be had (${error.message}): using the slower WebAssembly one`);
		return wasm();
	}
	if (known === true) return native(engine);
	const probe = await probeNative(engine.file('dist/index.js'), ports.signal);
	if (probe.works || probe.final) await replaceFile(memory, JSON.stringify({ works: probe.works, why: probe.why })).catch(() => undefined);
	if (probe.works) return native(engine);
	if (forced === 'native') {
		throw new OperatorError('ENGINE_FAILED', `The native ONNX Runtime does not work here: ${probe.why}`, {
			fix: 'Remove AI_OPERATOR_ORT=native: the WebAssembly runtime works everywhere, about half as fast.',
		});
	}
	ports.logger.warn(`The native ONNX Runtime does not work here (${probe.why}): using the slower WebAssembly one`);
	return wasm();
}
