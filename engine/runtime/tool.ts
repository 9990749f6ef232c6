/** Runs the package tools (npm, pip): argv only, no shell, a short list of environment variables, own process group, gone with the parent. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { OperatorError, throwIfCancelled } from '../errors';
import { childPath } from './paths';

const ALLOWED = [
	/^(PATH|HOME|USER|LOGNAME|LANG|LC_ALL|SYSTEMROOT|APPDATA|USERPROFILE|XDG_CONFIG_HOME|XDG_DATA_HOME|VIRTUAL_ENV)$/i,
	/^PYENV_(ROOT|VERSION)$/,
	/^((HTTPS?|ALL|NO)_PROXY)$/i,
	/^(SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS)$/,
	/^PIP_/,
	/^npm_config_/i,
];

/** The part of our environment that package tools need: proxy, certificates, registry. No NODE_OPTIONS, N8N_* or DB_*. */
export function toolEnvironment(extra: Record<string, string> = {}): Record<string, string> {
	const kept = Object.entries(process.env).filter(([name, value]) => value !== undefined && ALLOWED.some((pattern) => pattern.test(name)));
	return { ...(Object.fromEntries(kept) as Record<string, string>), ...extra };
}

export interface ToolResult {
	/** null when the command does not exist. */
	code: number | null;
	stdout: string;
	/** Last lines of stderr. */
	stderr: string;
}

export interface ToolOptions {
	cwd: string;
	/** Beyond {@link toolEnvironment}. */
	env?: Record<string, string>;
	signal: AbortSignal;
	timeoutSeconds: number;
	/** Called twice a second. */
	onTick?: () => void;
	/** Built guard.child (tests bring their own). */
	guard?: string;
}

/** Runs a command to its end. Never rejects for a failing command; throws CANCELLED or TIMEOUT. */
export function runTool(command: string, args: string[], options: ToolOptions): Promise<ToolResult> {
	throwIfCancelled(options.signal);
	const guard = options.guard ?? childPath('guard');
	const guarded = existsSync(guard);
	return new Promise((resolve, reject) => {
		const child = spawn(guarded ? process.execPath : command, guarded ? [guard, command, ...args] : args, {
			cwd: options.cwd,
			env: toolEnvironment(options.env),
			stdio: ['pipe', 'pipe', 'pipe'],
			windowsHide: true,
		});
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (chunk: Buffer) => (stdout = (stdout + chunk.toString()).slice(-65_536)));
		child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4_096)));
		child.stdin.on('error', () => undefined);
		let failure: OperatorError | null = null;
		const stop = (error: OperatorError): void => {
			failure ??= error;
			child.stdin.destroy();
			if (!guarded) child.kill('SIGKILL');
		};
		const onAbort = (): void =>
			stop(new OperatorError('CANCELLED', 'The run was stopped', { fix: 'Run it again: finished parts are reused.', retryable: true }));
		options.signal.addEventListener('abort', onAbort, { once: true });
		const timer = setTimeout(
			() =>
				stop(
					new OperatorError('TIMEOUT', `${command} did not finish in ${options.timeoutSeconds} s`, {
						fix: 'Check the network, then try again.',
						retryable: true,
					}),
				),
			options.timeoutSeconds * 1_000,
		);
		const tick = setInterval(() => options.onTick?.(), 500);
		const done = (result: ToolResult): void => {
			clearTimeout(timer);
			clearInterval(tick);
			options.signal.removeEventListener('abort', onAbort);
			if (failure) reject(failure);
			else resolve(result);
		};
		child.on('error', (error) => done({ code: null, stdout, stderr: error.message }));
		child.on('close', (code) => done({ code: guarded && code === 127 ? null : code, stdout, stderr: stderr.trim() }));
	});
}
