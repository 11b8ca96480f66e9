package io.miniredis.server.acl;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** Passwords are kept as their SHA-256, in 64 hexadecimal digits. */
public final class Passwords {
    static final int HASH_LENGTH = 64;

    private Passwords() {}

    static ByteString hash(byte[] password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password);
            return ByteString.wrap(Ascii.bytes(HexFormat.of().formatHex(digest)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static boolean isHash(byte[] text) {
        boolean digits = text.length == HASH_LENGTH;
        for (byte b : text) {
            digits &= (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
        }
        return digits;
    }

    /** True if it is one of them. How long this takes tells neither which one nor how much of it was right. */
    static boolean isAmong(List<ByteString> hashes, ByteString password) {
        byte[] hash = hash(password.bytes()).bytes();
        boolean found = false;
        for (int i = 0; i < hashes.size(); i++) {
            found |= MessageDigest.isEqual(hashes.get(i).bytes(), hash);
        }
        return found;
    }

    /** A new password of so many hexadecimal digits. The server's own source of chance could be seen through. */
    public static String generate(int digits) {
        byte[] bytes = new byte[(digits + 1) / 2];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(0, digits);
    }
}
