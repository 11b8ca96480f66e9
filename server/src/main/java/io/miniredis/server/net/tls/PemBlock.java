package io.miniredis.server.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands between {@code -----BEGIN X-----} and {@code -----END X-----} (RFC 7468, and RFC 1421 for the headers).
 *
 * @param label the X
 * @param cipher the value of the header {@code DEK-Info}, by which old OpenSSL encrypts the content; null if there is
 *     none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares blocks, and nobody else holds the array
record PemBlock(String label, @Nullable String cipher, byte[] content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String CIPHER_HEADER = "DEK-Info:";

    /** All blocks of a file; what stands between them is passed over. */
    static List<PemBlock> read(Path file) throws IOException {
        List<PemBlock> blocks = new ArrayList<>();
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String label = null;
        String cipher = null;
        StringBuilder base64 = new StringBuilder();
        for (String line : text.lines().toList()) {
            String trimmed = line.strip();
            if (trimmed.startsWith(BEGIN) && trimmed.endsWith("-----")) {
                label = trimmed.substring(BEGIN.length(), trimmed.length() - 5);
                cipher = null;
                base64.setLength(0);
            } else if (label != null && trimmed.startsWith(END)) {
                blocks.add(new PemBlock(label, cipher, decode(base64.toString())));
                label = null;
            } else if (trimmed.startsWith(CIPHER_HEADER)) {
                cipher = trimmed.substring(CIPHER_HEADER.length()).strip();
            } else if (label != null && trimmed.indexOf(':') < 0) {
                base64.append(trimmed);
            }
        }
        return blocks;
    }

    private static byte[] decode(String base64) throws IOException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException("bad base64 decode", e);
        }
    }

    boolean isCertificate() {
        return label.endsWith("CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    @Override
    public String toString() {
        return "PemBlock[" + label + ", " + content.length + " B" + (cipher == null ? "]" : ", " + cipher + "]");
    }
}
