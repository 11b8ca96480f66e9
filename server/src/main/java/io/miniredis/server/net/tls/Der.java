package io.miniredis.server.net.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The little of ASN.1's distinguished encoding that it takes to put a key into another envelope: tag, length, content.
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_ID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int PARAMETERS = 0xA0;

    private Der() {}

    /** A value of these parts, one after the other. */
    static byte[] value(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A cursor over values that follow each other. */
    static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasNext() {
            return at < bytes.length;
        }

        int tag() {
            return bytes[at] & 0xFF;
        }

        /** The content of the next value. @throws IndexOutOfBoundsException if it is cut off */
        byte[] next() {
            int length = bytes[at + 1] & 0xFF;
            int from = at + 2;
            if (length >= 0x80) {
                int count = length & 0x7F;
                length = 0;
                for (int i = 0; i < count; i++) {
                    length = length << 8 | (bytes[from++] & 0xFF);
                }
            }
            if (length < 0 || length > bytes.length - from) {
                throw new IndexOutOfBoundsException("a value of " + length + " bytes is cut off");
            }
            at = from + length;
            return Arrays.copyOfRange(bytes, from, at);
        }
    }
}
