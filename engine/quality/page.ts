/**
 * The page on which a person decides: plain HTML without scripts, readable on a phone. Every string of the asset is escaped;
 * the policy sent with it (see `PAGE_POLICY`) allows nothing but its own pictures, film and form.
 */
import type { Quality, Script } from '../asset';
import { CSS } from './style';

export interface ReviewAsset {
	channel: string;
	kind: string;
	script?: Script;
	quality?: Quality;
	/** Keys of files that the page may show, as `fileUrl` turns them into addresses. */
	video?: string;
	thumbnails: string[];
	/** Scene id → key of its still. */
	stills: Record<string, string>;
	voice?: string;
}

/** Content-Security-Policy of the page: no scripts at all, an origin of its own. */
export const PAGE_POLICY =
	"default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-forms";

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
const e = escapeHtml;

const MARK = { pass: '✓', hold: '!', fail: '✗', skipped: '–' } as const;

/** The whole page. `fileUrl` gives the address of a file key; the form posts to the page's own address. */
export function reviewPage(assets: ReviewAsset[], fileUrl: (asset: number, key: string) => string): string {
	const several = assets.length > 1;
	const sections = assets.map((asset, i) => section(asset, i, several, (key) => e(fileUrl(i, key)))).join('\n');
	return page(
		several ? `Review ${assets.length} assets` : `Review: ${assets[0]?.script?.titles[0] ?? 'asset'}`,
		`<form method="post">\n${sections}\n${several ? '<footer><button class="go">Send my decisions</button></footer>' : ''}</form>`,
	);
}

/** What is shown once the answer is kept. */
export const thanksPage = (outcomes: string[]): string =>
	page(
		'Recorded',
		`<main class="card"><h1>Recorded: ${e(outcomes.join(', '))}</h1><p>The workflow goes on. This page can be closed.</p></main>`,
	);

const page = (title: string, body: string): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${e(title)}</title><style>${CSS}</style></head><body>${body}</body></html>`;

function section(asset: ReviewAsset, i: number, several: boolean, url: (key: string) => string): string {
	const { script, quality } = asset;
	const parts = [
		`<header><p class="channel">${e(asset.channel)} · ${e(asset.kind)}</p><h1>${e(script?.titles[0] ?? 'Untitled')}</h1></header>`,
		quality ? checks(quality) : '',
		asset.video
			? `<video controls preload="metadata" playsinline src="${url(asset.video)}"${asset.thumbnails[0] ? ` poster="${url(asset.thumbnails[0])}"` : ''}></video>`
			: asset.voice
				? `<audio controls preload="metadata" src="${url(asset.voice)}"></audio>`
				: '',
		asset.thumbnails.length ? thumbnails(asset.thumbnails, i, url) : '',
		script ? texts(script, i) : '',
		script ? scenes(script, asset.stills, i, url) : '',
		decide(i, several),
	];
	return `<section class="card">${parts.join('\n')}</section>`;
}

function checks({ verdict, checks: list }: Quality): string {
	const lines = list
		.map(({ name, outcome, evidence }) => `<li class="${outcome}"><b>${MARK[outcome]} ${e(name)}</b> <span>${e(evidence)}</span></li>`)
		.join('');
	const words = { pass: 'All checks passed', hold: 'Look at this before it goes on', fail: 'This should not go out as it is' }[verdict];
	return `<details class="checks ${verdict}"${verdict === 'pass' ? '' : ' open'}><summary>${words}</summary><ul>${lines}</ul></details>`;
}

function thumbnails(keys: string[], i: number, url: (key: string) => string): string {
	const choices = keys
		.map(
			(key, n) =>
				`<label><input type="radio" name="a${i}.thumbnail" value="${n}"${n === 0 ? ' checked' : ''}><img loading="lazy" alt="Thumbnail ${n + 1}" src="${url(key)}"></label>`,
		)
		.join('');
	return `<fieldset class="thumbs"><legend>Thumbnail</legend>${choices}</fieldset>`;
}

function texts(script: Script, i: number): string {
	const titles = script.titles
		.map((title, n) => `<label><input type="radio" name="a${i}.title" value="${e(title)}"${n === 0 ? ' checked' : ''}> ${e(title)}</label>`)
		.join('');
	return `<fieldset class="titles"><legend>Title</legend>${titles}<label>Or your own <input type="text" name="a${i}.ownTitle" maxlength="100"></label></fieldset>
<details><summary>Description</summary><textarea name="a${i}.description" rows="10" aria-label="Description">${e(script.description)}</textarea></details>`;
}

function scenes(script: Script, stills: Record<string, string>, i: number, url: (key: string) => string): string {
	const rows = script.scenes.map((scene) => {
		const still = stills[scene.id];
		const judge = scene.citations.find(({ judged }) => judged)?.judged?.by;
		const reworded = judge ? `<p class="hint">Reworded; ${e(judge)} accepted it, not the rules alone. Compare it with its source.</p>` : '';
		const quotes = scene.citations.map((citation) => `<blockquote>${e(citation.quote)}</blockquote>`).join('');
		return `<li>${still ? `<img loading="lazy" alt="" src="${url(still)}">` : ''}<div><label for="a${i}-${e(scene.id)}">${e(scene.id)} · ${e(scene.onScreen.title.replaceAll('*', ''))}</label><textarea id="a${i}-${e(scene.id)}" name="a${i}.scene.${e(scene.id)}" rows="3" maxlength="600">${e(scene.narration)}</textarea>${reworded}${quotes ? `<details${judge ? ' open' : ''}><summary>What the source says</summary>${quotes}</details>` : ''}</div></li>`;
	});
	return `<h2>Scenes</h2><p class="hint">What you write here is what is spoken, shown and captioned.</p><ol class="scenes">${rows.join('\n')}</ol>`;
}

function decide(i: number, several: boolean): string {
	const reason = `<label>Reason or note <input type="text" name="a${i}.reason" maxlength="1000"></label><label>Your name (optional) <input type="text" name="a${i}.by" maxlength="60" autocomplete="name"></label>`;
	const choice = several
		? `<div class="choice"><label><input type="radio" name="a${i}.outcome" value="approved"> Approve</label><label><input type="radio" name="a${i}.outcome" value="rejected"> Reject</label></div>`
		: `<div class="choice"><button class="go" name="a${i}.outcome" value="approved">Approve</button><button class="no" name="a${i}.outcome" value="rejected">Reject</button></div>`;
	return `<div class="decide">${reason}${choice}</div>`;
}
