/** A time as a person reads it: "1:05", "1:02:03". Apart from what needs the language tools: n8n's own thread reads it too. */
export const clock = (seconds: number): string => {
	const whole = Math.max(0, Math.floor(seconds));
	const two = (value: number) => String(value).padStart(2, '0');
	const minutes = `${Math.floor(whole / 60) % 60}:${two(whole % 60)}`;
	return whole >= 3600 ? `${Math.floor(whole / 3600)}:${minutes.padStart(5, '0')}` : minutes;
};
