// Tokens of grants: `gth_`, 32 random bytes, and a checksum that keeps typing errors from the gateway.
import crypto from 'node:crypto';
import zlib from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function newToken() {
  const body = 'gth_' + crypto.randomBytes(32).toString('base64url');
  let rest = zlib.crc32(body);
  let sum = '';
  for (let i = 0; i < 6; i++, rest = Math.floor(rest / 62)) sum = digits[rest % 62] + sum;
  return body + sum;
}

export const sha256 = text => crypto.createHash('sha256').update(text).digest('hex');
