/** Which IP addresses belong to the public internet. Everything special is refused: a URL from outside must not reach into this machine or its network. */
import { isIPv4, isIPv6 } from 'node:net';

/** IANA special-purpose blocks of IPv4, as [first address, prefix length]. */
const V4_SPECIAL: readonly (readonly [string, number])[] = [
	['0.0.0.0', 8], // this network
	['10.0.0.0', 8], // private
	['100.64.0.0', 10], // carrier-grade NAT
	['127.0.0.0', 8], // loopback
	['169.254.0.0', 16], // link-local, cloud metadata
	['172.16.0.0', 12], // private
	['192.0.0.0', 24], // protocol assignments
	['192.0.2.0', 24], // documentation
	['192.31.196.0', 24], // AS112
	['192.52.193.0', 24], // AMT
	['192.88.99.0', 24], // 6to4 relay
	['192.168.0.0', 16], // private
	['192.175.48.0', 24], // AS112
	['198.18.0.0', 15], // benchmarks
	['198.51.100.0', 24], // documentation
	['203.0.113.0', 24], // documentation
	['224.0.0.0', 4], // multicast
	['240.0.0.0', 4], // reserved, broadcast
];
/** Blocks inside the global unicast range 2000::/3 that are not hosts of the internet, as [leading bytes in hex, prefix length]. */
const V6_SPECIAL: readonly (readonly [string, number])[] = [
	['20010000', 23], // protocol assignments: Teredo, ORCHID, benchmarks
	['20010db8', 32], // documentation
	['20020000', 16], // 6to4: carries an IPv4 address of anyone's choice
	['3fff0000', 20], // documentation
];

const number4 = (address: string): number => address.split('.').reduce((value, part) => value * 256 + Number(part), 0);

function publicV4(value: number): boolean {
	return !V4_SPECIAL.some(([first, bits]) => Math.floor(value / 2 ** (32 - bits)) === Math.floor(number4(first) / 2 ** (32 - bits)));
}

/** The 16 bytes of a valid IPv6 address. */
function bytes6(address: string): number[] {
	let text = address;
	const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
	if (dotted) {
		const value = number4(dotted[2]!);
		text = `${dotted[1]}${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`;
	}
	const [head = '', tail] = text.split('::');
	const groups = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
	const left = groups(head);
	const right = tail === undefined ? [] : groups(tail);
	const all = tail === undefined ? left : [...left, ...new Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right];
	return all.flatMap((group) => [group >> 8, group & 255]);
}

function startsWith(bytes: number[], hex: string, bits: number): boolean {
	for (let bit = 0; bit < bits; bit++) {
		const byte = parseInt(hex.slice((bit >> 3) * 2, (bit >> 3) * 2 + 2), 16);
		if (((bytes[bit >> 3]! ^ byte) >> (7 - (bit & 7))) & 1) return false;
	}
	return true;
}

/** Whether an address (IPv4 in four decimals, or IPv6) is a public unicast address of the internet. False for anything that is no address. */
export function isPublicAddress(address: string): boolean {
	if (isIPv4(address)) return publicV4(number4(address));
	if (!isIPv6(address) || address.includes('%')) return false;
	const bytes = bytes6(address);
	if (bytes.length !== 16) return false;
	const embedded = bytes.slice(12).reduce((value, byte) => value * 256 + byte, 0);
	// IPv4 in other clothes: mapped (::ffff:a.b.c.d) and NAT64's well-known prefix (64:ff9b::a.b.c.d), which is how IPv6-only networks see the public IPv4 internet.
	if (startsWith(bytes, '00000000000000000000ffff', 96)) return publicV4(embedded);
	if (startsWith(bytes, '0064ff9b0000000000000000', 96)) return publicV4(embedded);
	if (!startsWith(bytes, '20', 3)) return false;
	return !V6_SPECIAL.some(([hex, bits]) => startsWith(bytes, hex, bits));
}
