/** What a child process sees of our environment: an allowlist, because n8n's own holds its encryption key and database password. */
const NAMES = new Set([
	'PATH',
	'HOME',
	'USER',
	'TMPDIR',
	'TEMP',
	'TMP',
	'LANG',
	'LANGUAGE',
	'TZ',
	// Proxy and certificates, in both spellings that programs read.
	'HTTP_PROXY',
	'HTTPS_PROXY',
	'ALL_PROXY',
	'NO_PROXY',
	'http_proxy',
	'https_proxy',
	'all_proxy',
	'no_proxy',
	'NODE_EXTRA_CA_CERTS',
	'SSL_CERT_FILE',
	'SSL_CERT_DIR',
	'CURL_CA_BUNDLE',
	'REQUESTS_CA_BUNDLE',
	'PIP_CERT',
	// Our own places; AI_OPERATOR_LEDGER may carry a password and stays out.
	'AI_OPERATOR_HOME',
	'AI_OPERATOR_RUNTIME',
	'AI_OPERATOR_TMP',
	'AI_OPERATOR_FFMPEG',
	// Windows cannot start programs without these.
	'SystemRoot',
	'PATHEXT',
	'COMSPEC',
]);
const NEVER = /^(NODE_OPTIONS$|N8N_|DB_|LD_|DYLD_)/i;

/** Name of the variable that marks every process of one supervised child; its value is one token a level of nesting. */
export const MARKER = 'AI_OPERATOR_CHILD';

/**
 * Environment of a child: the allowlist, then `extra`. NODE_OPTIONS, N8N_*, DB_* and loader variables never pass, not even in `extra`.
 */
export function childEnvironment(
	extra: Record<string, string | undefined> = {},
	from: Record<string, string | undefined> = process.env,
): Record<string, string> {
	const env: Record<string, string> = {};
	for (const [name, value] of Object.entries(from))
		if (value !== undefined && (NAMES.has(name) || name.startsWith('LC_'))) env[name] = value;
	for (const [name, value] of Object.entries(extra)) if (value !== undefined && !NEVER.test(name)) env[name] = value;
	return env;
}
