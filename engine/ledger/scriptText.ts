/** Knowing a text of the user's again, whatever program it went through: front of the script stage and of publishing. */
import { createHash } from 'node:crypto';

/** SHA-256 (hex) of a text, blind to a byte order mark, to the way its lines end and to white space around it. */
export const textHash = (text: string): string =>
	createHash('sha256')
		.update(
			text
				.replace(/^\uFEFF/, '')
				.replace(/\r\n?/g, '\n')
				.trim(),
			'utf8',
		)
		.digest('hex');
