package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-1 as 40 hexadecimal digits: what scripts are called by. */
final class Sha1 {
    static final int HEX_DIGITS = 40;

    private final MessageDigest digest;

    Sha1() {
        try {
            digest = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** The digest of these bytes in lower case digits. */
    ByteString hex(byte[] bytes) {
        byte[] hash = digest.digest(bytes);
        byte[] hex = new byte[HEX_DIGITS];
        for (int i = 0; i < hash.length; i++) {
            hex[2 * i] = digit(hash[i] >> 4 & 0xf);
            hex[2 * i + 1] = digit(hash[i] & 0xf);
        }
        return ByteString.wrap(hex);
    }

    private static byte digit(int value) {
        return (byte) (value < 10 ? '0' + value : 'a' + value - 10);
    }
}
