/** What ffmpeg's words mean to the person who started the job. */
import { isOperatorError, OperatorError, type ErrorCode } from '../errors';

interface Meaning {
	words: RegExp;
	code: ErrorCode;
	cause: string;
	fix: string;
	retryable?: boolean;
}

/** In order: the first that matches wins, so causes stand before their consequences. */
const MEANINGS: Meaning[] = [
	{
		words: /No space left on device|Disk quota exceeded/i,
		code: 'DISK',
		cause: 'No space is left on the disk',
		fix: 'Free some space (AI Operator Setup: Free space), or set AI_OPERATOR_TMP to a larger disk.',
		retryable: true,
	},
	{
		words: /Read-only file system/i,
		code: 'DISK',
		cause: 'The disk may only be read',
		fix: 'Set AI_OPERATOR_TMP to a folder that n8n may write to.',
	},
	{
		words: /not on whitelist|is not allowed|Unsafe file name/i,
		code: 'UNSAFE_MEDIA',
		cause: 'The file needs another file, a network address or a codec that is not allowed',
		fix: 'Convert it to a plain MP4 (H.264, AAC) and use that.',
	},
	{
		words: /exceeds specified max pixel count|Picture size \S+ is invalid|Too many streams|exceeds max_streams/i,
		code: 'UNSAFE_MEDIA',
		cause: 'The picture is larger than is allowed',
		fix: 'Scale it down first.',
	},
	{
		words: /moov atom not found/i,
		code: 'INPUT',
		cause: 'The file was cut off or is still being written (its index, the moov atom, is missing)',
		fix: 'Copy or export it again and wait until it is complete.',
	},
	{
		words: /Permission denied/i,
		code: 'DISK',
		cause: 'A file may not be read or written',
		fix: 'Let the user that runs n8n read the input and write to the output folder.',
	},
	{
		words: /No such file or directory/i,
		code: 'NOT_FOUND',
		cause: 'A file does not exist',
		fix: 'Check the path; inside Docker the file has to be in a mounted folder.',
	},
	{
		words: /Unknown encoder|No such filter|Encoder not found|Filter not found|Unrecognized option|Option not found/i,
		code: 'ENGINE_MISSING',
		cause: 'This ffmpeg lacks something that is needed',
		fix: 'Unset AI_OPERATOR_FFMPEG and run AI Operator Setup: Download engines.',
	},
	{
		words: /nothing was encoded|Error submitting packet to decoder|Decode error rate \S+ exceeds/i,
		code: 'INPUT',
		cause: 'Nothing in the file can be decoded: it is damaged',
		fix: 'Play it to check, then export or convert it again.',
	},
	{
		words: /matches no streams|does not contain any stream|Output file does not contain|no audio stream|no video stream/i,
		code: 'INPUT',
		cause: 'The file lacks the sound or the picture that is needed',
		fix: 'Use a file with both, or choose another operation.',
	},
	{
		words: /Cannot allocate memory|out of memory|Failed to allocate/i,
		code: 'ENGINE_FAILED',
		cause: 'Not enough memory',
		fix: 'Use a smaller file, give n8n more memory, or run fewer jobs at once.',
		retryable: true,
	},
	{
		words:
			/Invalid data found|Error while decoding|EBML header parsing failed|Invalid argument|could not find codec parameters|End of file|Header missing|corrupt/i,
		code: 'INPUT',
		cause: 'The file is damaged or not what it says it is',
		fix: 'Play it to check, then export or convert it again.',
	},
];

/** The error of an ffmpeg run in words of cause and next step; other errors pass unchanged. `name` is the file it was about. */
export function explain(error: unknown, name?: string): unknown {
	if (!isOperatorError(error) || error.code !== 'ENGINE_FAILED' || typeof error.details.stderrTail !== 'string') return error;
	const said = meaningful(error.details.stderrTail);
	const meaning = MEANINGS.find(({ words }) => words.test(said.join('\n')));
	if (!meaning) return error;
	const line = told(said.find((each) => meaning.words.test(each)) ?? '');
	return new OperatorError(meaning.code, `${name ? `${name}: ` : ''}${meaning.cause}${line ? ` (ffmpeg: ${line})` : ''}`, {
		fix: meaning.fix,
		retryable: meaning.retryable,
		cause: error,
		details: error.details,
	});
}

/** A line of ffmpeg's as a person may read it: without addresses in memory and paths of ours. */
const told = (line: string): string =>
	line
		.replace(/\[[^\]]*@ 0x[0-9a-f]+\]\s*/g, '')
		.replace(/(?:file:)?(?:\/[^\s/:'"]+)+\/([^\s/:'"]+)/g, '$1')
		.replace(/\p{Cc}/gu, ' ')
		.trim()
		.slice(0, 200);

/** Lines that may say what went wrong: no progress, no stream listings. */
export function meaningful(stderr: string): string[] {
	return stderr
		.split(/[\r\n]+/)
		.filter((line) => line.trim() && !PROGRESS.test(line) && !/^\s+(Stream|Metadata|Duration|encoder|handler_name|vendor_id)\b/.test(line));
}

/** A line of `-progress`. */
export const PROGRESS = /^(frame|fps|stream_\S+|bitrate|total_size|out_time\w*|dup_frames|drop_frames|speed|progress)=/;
