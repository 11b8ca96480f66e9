package io.miniredis.persistence.rdb;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ListPack;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Values as former versions of Redis wrote them, and as 7.2 and 7.4 write what is written as an older type here. */
final class OldFormats {
    /** "a", 12, 300, -70000, 5000000000, a long string and "", as strings or as the smallest integers there are. */
    static final String[] ENTRIES = {"a", "12", "13", "-128", "300", "-70000", "8000000", "5000000000", "long", ""};

    private OldFormats() {}

    static List<byte[]> payloads() {
        List<byte[]> payloads = new ArrayList<>();
        payloads.add(payload(RdbFormat.LIST_ZIPLIST, zipList(ENTRIES)));
        payloads.add(quickList());
        payloads.add(payload(RdbFormat.HASH_ZIPLIST, zipList("f", "v", "g", "7", "1", "long")));
        payloads.add(payload(RdbFormat.ZSET_ZIPLIST, zipList("a", "-1.5", "b", "0", "c", "2", "d", "1e100")));
        payloads.add(payload(RdbFormat.HASH_ZIPMAP, zipMap("f1", "v1", "f2", "long", "", "3")));
        payloads.add(payload(RdbFormat.SET_LISTPACK, listPack("a", "17", "c")));
        payloads.add(strings(RdbFormat.LIST, 3, "a", "7", "b"));
        payloads.add(strings(RdbFormat.HASH, 2, "f", "v", "g", "w"));
        payloads.add(strings(RdbFormat.ZSET, 4, "a", "\u00031.5", "b", "\u0002-2", "c", "\u00fe", "d", "\u00ff"));
        payloads.add(timedFields());
        payloads.add(payload(RdbFormat.HASH_LISTPACK_EX_PRE_GA, listPack("f", "v", "0", "g", "w", "1700000000000")));
        return payloads;
    }

    static byte[] text(String name) {
        return Ascii.bytes(name.equals("long") ? "x".repeat(300) : name);
    }

    private static byte[] finished(RdbOutput out) {
        out.oneByte(6);
        out.oneByte(0);
        out.int64(Crc64.update(0, out.memory(), 0, (int) out.position()));
        return out.toByteArray();
    }

    static byte[] payload(int type, byte[] blob) {
        RdbOutput out = RdbOutput.inMemory(false);
        out.oneByte(type);
        out.string(blob);
        return finished(out);
    }

    /** A count and then strings; the scores of a sorted set stand there as they are. */
    private static byte[] strings(int type, int count, String... strings) {
        RdbOutput out = RdbOutput.inMemory(false);
        out.oneByte(type);
        out.length(count);
        for (int i = 0; i < strings.length; i++) {
            byte[] bytes = Ascii.bytes(strings[i]);
            if (type == RdbFormat.ZSET && i % 2 == 1) {
                out.raw(bytes, 0, bytes.length);
            } else {
                out.string(bytes);
            }
        }
        return finished(out);
    }

    private static byte[] quickList() {
        RdbOutput out = RdbOutput.inMemory(true);
        out.oneByte(RdbFormat.LIST_QUICKLIST);
        out.length(3);
        out.string(zipList("1", "2", "long"));
        out.string(zipList());
        out.string(zipList("three", "4"));
        return finished(out);
    }

    /** Times as they were before they were counted from the earliest. */
    private static byte[] timedFields() {
        RdbOutput out = RdbOutput.inMemory(false);
        out.oneByte(RdbFormat.HASH_METADATA_PRE_GA);
        out.length(2);
        out.length(0);
        out.string(text("f"));
        out.string(text("v"));
        out.length(1_700_000_000_000L);
        out.string(text("g"));
        out.string(text("w"));
        return finished(out);
    }

    static byte[] listPack(String... entries) {
        ListPack pack = new ListPack();
        for (String entry : entries) {
            pack.append(text(entry));
        }
        return pack.toByteArray();
    }

    static byte[] zipMap(String... pairs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(pairs.length / 2);
        for (int i = 0; i < pairs.length; i++) {
            byte[] bytes = text(pairs[i]);
            if (bytes.length < 254) {
                out.write(bytes.length);
            } else {
                out.write(254);
                out.writeBytes(little(4, bytes.length));
            }
            if (i % 2 == 1) {
                out.write(2);
            }
            out.writeBytes(bytes);
            if (i % 2 == 1) {
                out.writeBytes(new byte[2]);
            }
        }
        out.write(255);
        return out.toByteArray();
    }

    static byte[] zipList(String... entries) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int last = 10;
        int before = 0;
        for (String entry : entries) {
            last = 10 + body.size();
            if (before < 254) {
                body.write(before);
            } else {
                body.write(254);
                body.writeBytes(little(4, before));
            }
            body.writeBytes(entry(text(entry)));
            before = 10 + body.size() - last;
        }
        ByteBuffer list = ByteBuffer.allocate(11 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(11 + body.size()).putInt(last).putShort((short) entries.length);
        return list.put(body.toByteArray()).put((byte) 255).array();
    }

    private static byte[] entry(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String spelt = Ascii.text(text);
        if (spelt.matches("-?[0-9]{1,18}")) {
            integer(Long.parseLong(spelt), out);
            return out.toByteArray();
        }
        if (text.length < 64) {
            out.write(text.length);
        } else {
            out.write(0x40 | text.length >> 8);
            out.write(text.length);
        }
        out.writeBytes(text);
        return out.toByteArray();
    }

    private static void integer(long value, ByteArrayOutputStream out) {
        if (value >= 0 && value <= 12) {
            out.write((int) (0xF1 + value));
        } else if (value == (byte) value) {
            out.write(0xFE);
            out.writeBytes(little(1, value));
        } else if (value == (short) value) {
            out.write(0xC0);
            out.writeBytes(little(2, value));
        } else if (value >= -(1 << 23) && value < 1 << 23) {
            out.write(0xF0);
            out.writeBytes(little(3, value));
        } else if (value == (int) value) {
            out.write(0xD0);
            out.writeBytes(little(4, value));
        } else {
            out.write(0xE0);
            out.writeBytes(little(8, value));
        }
    }

    private static byte[] little(int width, long value) {
        byte[] bytes = new byte[width];
        for (int i = 0; i < width; i++) {
            bytes[i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }
}
