/**
 * Bytes of a page or feed to text. iconv-lite does the mapping: the TextDecoder of some Node builds reads windows-1252 as Latin-1.
 */
import { decode as iconvDecode, encodingExists } from 'iconv-lite';

export interface Decoded {
	text: string;
	/** Name of the encoding that was used, lower case. */
	encoding: string;
}

/** Labels that browsers read as windows-1252 (WHATWG Encoding, section 4.2). */
const LATIN = /^(?:iso-?8859-?1|latin-?1|l1|us-ascii|ascii|ansi_x3\.4-1968|cp1252|windows-?1252|x-cp1252)$/;

/** The label as iconv-lite knows it, or null for an unknown one. */
function canonical(label: string | undefined): string | null {
	const name = label
		?.trim()
		.toLowerCase()
		.replace(/^["']|["']$/g, '');
	if (!name) return null;
	if (LATIN.test(name)) return 'windows-1252';
	if (/^utf-?8$/.test(name)) return 'utf-8';
	return encodingExists(name) ? name : null;
}

/** Whether the bytes are UTF-8 that uses at least one sequence of several bytes. */
function isUtf8(bytes: Uint8Array): boolean {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes).length < bytes.length;
	} catch {
		return false;
	}
}

/**
 * Decodes a response. Order: byte-order mark, charset of the Content-Type header, XML declaration or <meta>, UTF-8.
 * A declared single-byte encoding gives way to UTF-8 when the bytes are valid UTF-8 with multi-byte characters (servers often send a wrong
 * default), and a declared UTF-8 that is not valid is read as windows-1252.
 */
export function decodeText(bytes: Uint8Array, contentType?: string): Decoded {
	const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return { text: buffer.toString('utf8', 3), encoding: 'utf-8' };
	if (buffer[0] === 0xff && buffer[1] === 0xfe) return { text: iconvDecode(buffer, 'utf-16le'), encoding: 'utf-16le' };
	if (buffer[0] === 0xfe && buffer[1] === 0xff) return { text: iconvDecode(buffer, 'utf-16be'), encoding: 'utf-16be' };

	const head = buffer.toString('latin1', 0, 4096);
	const declared =
		canonical(/charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1]) ??
		canonical(/^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(head)?.[1]) ??
		canonical(/<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1]);
	const plain = !buffer.some((byte) => byte > 0x7f);
	if (plain && (!declared || declared === 'windows-1252' || declared === 'utf-8'))
		return { text: buffer.toString('latin1'), encoding: declared ?? 'utf-8' };
	if (!declared || declared === 'utf-8') {
		if (isUtf8(buffer)) return { text: buffer.toString('utf8'), encoding: 'utf-8' };
		const lossy = buffer.toString('utf8');
		const broken = lossy.split('�').length - 1;
		// A few broken bytes in a long UTF-8 text (cut in the middle) are no other encoding.
		const multibyte = (lossy.match(/[^\x00-\x7f�]/g) ?? []).length;
		if (broken > 0 && multibyte > broken * 4) return { text: lossy, encoding: 'utf-8' };
		return { text: iconvDecode(buffer, 'windows-1252'), encoding: 'windows-1252' };
	}
	if (declared === 'windows-1252' && isUtf8(buffer)) return { text: buffer.toString('utf8'), encoding: 'utf-8' };
	return { text: iconvDecode(buffer, declared), encoding: declared };
}

export type Sniffed = 'html' | 'feed' | 'opml' | 'json' | 'pdf' | 'image' | 'media' | 'archive' | 'binary' | 'text' | 'empty';

/** What the bytes are, by signature first and by markup second; the Content-Type header only settles plain text. */
export function sniff(bytes: Uint8Array, text: string): Sniffed {
	if (!bytes.length || !text.trim()) return 'empty';
	const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
	if (head.startsWith('%PDF')) return 'pdf';
	if (/^(?:\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0|RIFF....WEBP|II\*\0|MM\0\*)/s.test(head)) return 'image';
	if (/^(?:PK\x03\x04|PK\x05\x06|\x1f\x8b|BZh|7z\xbc\xaf|Rar!|\xfd7zXZ)/.test(head)) return 'archive';
	if (/^(?:....ftyp|OggS|ID3|\xff[\xfb\xf3\xf2]|RIFF....(?:WAVE|AVI )|\x1aE\xdf\xa3|fLaC)/s.test(head)) return 'media';
	const start = text.slice(0, 20000).replace(/^[\s\ufeff]+/, '');
	const controls = (start.slice(0, 2000).match(/[\x00-\x08\x0e-\x1f]/g) ?? []).length;
	if (controls > start.slice(0, 2000).length / 50) return 'binary';
	if (/^[[{]/.test(start)) return 'json';
	const root = /<(?!\?|!)([a-z][\w:.-]*)/i.exec(start)?.[1]?.toLowerCase() ?? '';
	if (/^(?:rss|feed|rdf|channel)$/.test(root.replace(/^\w+:/, ''))) return 'feed';
	if (root === 'opml') return 'opml';
	if (/^<(?:!doctype\s+html|html|head|body)/i.test(start) || /<(?:html|head|body|p|div|article|h1|table|center)[\s>]/i.test(start))
		return 'html';
	return 'text';
}
