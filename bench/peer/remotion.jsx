// The peer's film: the same scenes, words and sound as ours, in the way its own documentation builds a captioned short.
// Copied into the benchmark's cache folder; never part of the pack.
import React from 'react';
import {
	AbsoluteFill,
	Audio,
	Composition,
	interpolate,
	registerRoot,
	Sequence,
	spring,
	staticFile,
	useCurrentFrame,
	useVideoConfig,
} from 'remotion';

const Ground = ({ scene, index }) => {
	const frame = useCurrentFrame();
	const zoom = interpolate(frame, [0, scene.frames], index % 2 ? [1.12, 1] : [1, 1.12]);
	return (
		<AbsoluteFill
			style={{
				background: `radial-gradient(circle at 30% 20%, #ffffff33, transparent 60%), linear-gradient(${150 + index * 20}deg, ${scene.ground}, #101820)`,
				transform: `scale(${zoom})`,
			}}
		/>
	);
};

const Card = ({ scene, index }) => {
	const frame = useCurrentFrame();
	const { fps } = useVideoConfig();
	const enter = spring({ frame, fps, config: { damping: 16 } });
	const fade = interpolate(frame, [0, 6], [index ? 0 : 1, 1], { extrapolateRight: 'clamp' });
	const shown = scene.number === null ? 0 : interpolate(frame, [0, 24], [0, scene.number], { extrapolateRight: 'clamp' });
	return (
		<AbsoluteFill style={{ opacity: fade, fontFamily: 'DejaVu Sans, sans-serif', color: scene.ink }}>
			<Ground scene={scene} index={index} />
			<div style={{ position: 'absolute', top: 300, left: 80, right: 80, transform: `translateY(${(1 - enter) * 80}px)` }}>
				<div style={{ fontSize: 44, letterSpacing: 3, opacity: 0.8, textTransform: 'uppercase' }}>{scene.kicker}</div>
				<div style={{ fontSize: 104, fontWeight: 800, lineHeight: 1.08, marginTop: 24 }}>
					{scene.title.split(' ').map((word, i) => (
						<span
							key={i}
							style={{
								display: 'inline-block',
								marginRight: 26,
								opacity: interpolate(frame, [i * 3, i * 3 + 8], [0, 1], { extrapolateLeft: 'clamp', extrapolateRight: 'clamp' }),
							}}
						>
							{word}
						</span>
					))}
				</div>
				{scene.number !== null && (
					<div style={{ fontSize: 260, fontWeight: 900, marginTop: 60 }}>
						{Math.round(shown).toLocaleString('en')}
						<span style={{ fontSize: 72, marginLeft: 24 }}>{scene.unit}</span>
					</div>
				)}
				<div
					style={{
						height: 14,
						borderRadius: 7,
						marginTop: 50,
						width: `${interpolate(frame, [0, scene.frames], [0, 100])}%`,
						background: scene.ink,
					}}
				/>
			</div>
		</AbsoluteFill>
	);
};

const Captions = ({ pages }) => {
	const frame = useCurrentFrame();
	const page = pages.find((one) => frame >= one.from && frame < one.to);
	if (!page) return null;
	return (
		<div
			style={{
				position: 'absolute',
				left: 60,
				right: 60,
				bottom: 420,
				textAlign: 'center',
				fontSize: 80,
				fontWeight: 900,
				color: 'white',
				fontFamily: 'DejaVu Sans, sans-serif',
				WebkitTextStroke: '3px black',
			}}
		>
			{page.words.map((word, i) => (
				<span
					key={i}
					style={{ display: 'inline-block', margin: '0 11px', color: frame >= word.from && frame < word.to ? '#ffd84d' : 'white' }}
				>
					{word.text}
				</span>
			))}
		</div>
	);
};

const Main = ({ scenes, pages }) => (
	<AbsoluteFill style={{ backgroundColor: 'black' }}>
		{scenes.map((scene, i) => (
			<Sequence key={i} from={scene.from} durationInFrames={scene.frames}>
				<Card scene={scene} index={i} />
			</Sequence>
		))}
		<Captions pages={pages} />
		<Audio src={staticFile('sound.m4a')} />
	</AbsoluteFill>
);

const none = { durationFrames: 30, scenes: [], pages: [] };
registerRoot(() => (
	<Composition
		id="Film"
		component={Main}
		width={1080}
		height={1920}
		fps={30}
		durationInFrames={30}
		defaultProps={none}
		calculateMetadata={({ props }) => ({ durationInFrames: props.durationFrames })}
	/>
));
