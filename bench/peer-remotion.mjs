// Our 60 s short against the same film in Remotion, in one run: speed, CPU and memory of the whole process tree.
// npm run bench -- peer-remotion [seconds of the peer's excerpt, default 15] [its concurrency, default 2]
// It installs the peer and, on Debian as root, chromium outside this repository; neither is ever a dependency of the pack. Remotion is free for
// up to three employees and needs a licence beyond: see its own terms before using it for anything but this comparison.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../instance/bring.mjs';
import { shippedTopic, workbench } from './workbench.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const VERSION = '4.0.529';
const FPS = 30;
const peerFolder = join(cacheRoot, 'bench-remotion');

if (process.argv[2] === '--ours') await ours(process.argv[3]);
else await compare();

/** Makes our film in this process (measured by the one above) and leaves what the peer needs: sound, scenes, words. */
async function ours(out) {
	const bench = await workbench(join(out, 'home'));
	const { engine, context } = bench;
	const { store } = context;
	const channel = engine.channelWithDefaults({ id: 'bench' });
	const topic = await shippedTopic(bench, channel, 'short');
	const written = await engine.scriptStage(topic, { channel, useEmbeddings: true, targetSeconds: 64 }, context);
	const voice = { channel, engine: 'kokoro', speaker: 'af_heart', speed: 1, pronunciations: {} };
	const spoken = await engine.voiceStage(written.envelope, voice, context);
	const settings = { channel, shape: '9:16', captionStyle: 'karaoke', music: channel.music, palette: 'auto' };
	console.log(JSON.stringify({ begin: true }));
	const from = performance.now();
	const { envelope } = await engine.videoStage(spoken.envelope, settings, context);
	const render = (performance.now() - from) / 1000;
	const { words, scenes } = JSON.parse(readFileSync(await store.find(envelope.voice.words.sha256), 'utf8'));
	writeFileSync(
		join(out, 'ours.json'),
		JSON.stringify({
			words,
			times: scenes,
			scenes: envelope.script.scenes,
			video: envelope.video,
			file: await store.find(envelope.video.file.sha256),
		}),
	);
	console.log(JSON.stringify({ render, durationSeconds: envelope.video.durationSeconds }));
	await bench.close();
}

async function compare() {
	const [seconds = '15', concurrency = '2'] = process.argv.slice(2);
	const chromium = install();
	const out = mkdtempSync(join(tmpdir(), 'ai-operator-peer-'));
	process.env.AI_OPERATOR_RUNTIME ??= join(cacheRoot, 'runtime');
	try {
		const mine = await measured([fileURLToPath(import.meta.url), '--ours', out], root);
		const made = JSON.parse(readFileSync(join(out, 'ours.json'), 'utf8'));
		const excerpt = Math.min(Number(seconds), made.video.durationSeconds);
		writeFileSync(join(out, 'film.json'), JSON.stringify(filmOf(made, excerpt)));
		mkdirSync(join(peerFolder, 'src'), { recursive: true });
		mkdirSync(join(peerFolder, 'public'), { recursive: true });
		copyFileSync(join(root, 'bench', 'peer', 'remotion.jsx'), join(peerFolder, 'src', 'index.jsx'));
		copyFileSync(join(root, 'bench', 'peer', 'remotion-render.mjs'), join(peerFolder, 'render.mjs'));
		sound(made.file, join(peerFolder, 'public', 'sound.m4a'));
		const peer = await measured([join(peerFolder, 'render.mjs'), join(out, 'film.json'), join(out, 'peer.mp4')], peerFolder, {
			PEER_CHROMIUM: chromium,
			PEER_CONCURRENCY: concurrency,
		});
		const perSecond = { ours: mine.said.render / mine.said.durationSeconds, peer: peer.said.render / excerpt };
		const cpu = { ours: mine.cpuSeconds / mine.said.durationSeconds, peer: peer.cpuSeconds / excerpt };
		console.log(
			`${availableParallelism()} cores; ours ${mine.said.durationSeconds.toFixed(1)} s of film, Remotion ${VERSION} (concurrency ${concurrency}) ${excerpt} s of it; both 1080x1920@30 with sound`,
		);
		console.log('| | ours | Remotion | ratio |\n|---|---|---|---|');
		const row = (what, a, b, digits = 2) =>
			console.log(`| ${what} | ${a.toFixed(digits)} | ${b.toFixed(digits)} | ${(b / a).toFixed(1)} |`);
		row('wall seconds a second of film (Remotion: without bundling and starting its browser)', perSecond.ours, perSecond.peer, 3);
		row('CPU-seconds a second of film (with everything)', cpu.ours, cpu.peer, 3);
		row('peak memory of the process tree, MB (PSS)', mine.peakBytes / 1e6, peer.peakBytes / 1e6, 0);
		console.log(`Remotion bundled in ${peer.said.bundle} s; output ${(statSync(join(out, 'peer.mp4')).size / 1e6).toFixed(1)} MB`);
		if (process.env.PEER_KEEP) copyFileSync(join(out, 'peer.mp4'), process.env.PEER_KEEP);
	} finally {
		rmSync(out, { recursive: true, force: true });
	}
}

/** Installs what is missing, with a message; returns the path of chromium. */
function install() {
	if (!existsSync(join(peerFolder, 'node_modules', '@remotion', 'renderer'))) {
		console.log(`Installing Remotion ${VERSION} in ${peerFolder} (about 400 MB, this benchmark only) …`);
		mkdirSync(peerFolder, { recursive: true });
		writeFileSync(join(peerFolder, 'package.json'), JSON.stringify({ name: 'bench-remotion', private: true }));
		const packages = ['remotion', '@remotion/renderer', '@remotion/bundler'].map((name) => `${name}@${VERSION}`);
		execFileSync('npm', ['install', '--no-audit', '--no-fund', ...packages, 'react@19', 'react-dom@19'], {
			cwd: peerFolder,
			stdio: 'inherit',
		});
	}
	const found = () => ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
	if (!found() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.log('Installing chromium from the system’s packages …');
		execFileSync('apt-get', ['update'], { stdio: 'ignore' });
		execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
	}
	const path = found();
	if (!path) throw new Error('Remotion needs chromium: install it (Debian: apt-get install chromium) and run this again.');
	return path;
}

/** The first seconds of our film as the peer's scenes, in frames. */
function filmOf({ words, times, scenes }, seconds) {
	const frame = (at) => Math.round(at * FPS);
	const durationFrames = frame(seconds);
	const GROUNDS = ['#24476b', '#5b2a50', '#1f5d50', '#6b4a24', '#3b3f8c'];
	const shown = times
		.map((time, i) => ({ ...time, next: times[i + 1]?.startSeconds ?? seconds }))
		.filter((time) => time.startSeconds < seconds)
		.map((time, i) => {
			const scene = scenes.find(({ id }) => id === time.id);
			const from = i ? frame(time.startSeconds) : 0;
			return {
				from,
				frames: Math.max(1, Math.min(durationFrames, frame(time.next)) - from),
				title: scene.onScreen.title.replaceAll('*', ''),
				kicker: scene.onScreen.kicker ?? '',
				number: scene.visual.type === 'bignum' ? scene.visual.value : null,
				unit: scene.visual.unit ?? '',
				ground: GROUNDS[i % GROUNDS.length],
				ink: '#f6f1e7',
			};
		});
	const spoken = words.filter((word) => word.startSeconds < seconds);
	const pages = [];
	for (let i = 0; i < spoken.length; i += 3) {
		const group = spoken.slice(i, i + 3).map((word) => ({ text: word.text, from: frame(word.startSeconds), to: frame(word.endSeconds) }));
		pages.push({ from: group[0].from, to: spoken[i + 3] ? frame(spoken[i + 3].startSeconds) : durationFrames, words: group });
	}
	return { durationFrames, scenes: shown, pages };
}

/** The sound of our film, copied out of its file. */
function sound(film, to) {
	const ffmpeg = readdirSync(process.env.AI_OPERATOR_RUNTIME, { recursive: true }).find(
		(name) => /(?:^|\/)ffmpeg[^/]*$/.test(name) && statSync(join(process.env.AI_OPERATOR_RUNTIME, name)).isFile(),
	);
	const run = spawnSync(ffmpeg ? join(process.env.AI_OPERATOR_RUNTIME, ffmpeg) : 'ffmpeg', [
		'-y',
		'-loglevel',
		'error',
		'-i',
		film,
		'-vn',
		'-c',
		'copy',
		to,
	]);
	if (run.status !== 0) throw new Error(`The sound could not be copied: ${run.stderr}`);
}

/**
 * Runs a Node program at the priority that our own children have, and measures its whole tree from its line {"begin":true} on (or from its
 * start): the sum of proportional set sizes, sampled, and the processor time of every process seen.
 */
function measured(args, cwd, env = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {
			cwd,
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'inherit'],
			detached: true,
		});
		setPriority(child.pid, 10);
		try {
			writeFileSync(`/proc/${child.pid}/autogroup`, '5');
		} catch {
			// No sessions are shared by here.
		}
		let said = {};
		let text = '';
		let peakBytes = 0;
		let cpu = new Map();
		let before = new Map();
		const sample = () => {
			let bytes = 0;
			for (const pid of tree(child.pid)) {
				try {
					bytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
					const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
					// utime + stime, in ticks of 1/100 s.
					cpu.set(pid, (Number(fields[11]) + Number(fields[12])) / 100);
				} catch {
					// Ended meanwhile.
				}
			}
			peakBytes = Math.max(peakBytes, bytes);
		};
		const timer = setInterval(sample, 200);
		child.stdout.on('data', (chunk) => {
			text += chunk;
			const lines = text.split('\n');
			text = lines.pop();
			for (const line of lines) {
				if (!line.startsWith('{')) continue;
				sample();
				const message = JSON.parse(line);
				if (message.begin) {
					before = new Map(cpu);
					peakBytes = 0;
				} else said = message;
			}
		});
		child.on('exit', (code) => {
			clearInterval(timer);
			if (code !== 0 || !said.render) return reject(new Error(`${args[0]} ended with ${code}`));
			const cpuSeconds = [...cpu].reduce((sum, [pid, value]) => sum + value - (before.get(pid) ?? 0), 0);
			resolve({ said, peakBytes, cpuSeconds });
		});
	});
}

function tree(pid) {
	const found = [pid];
	for (const id of found) {
		try {
			for (const thread of readdirSync(`/proc/${id}/task`))
				found.push(...readFileSync(`/proc/${id}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number));
		} catch {
			// Ended meanwhile.
		}
	}
	return found;
}
