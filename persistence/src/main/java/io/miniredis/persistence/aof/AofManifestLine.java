package io.miniredis.persistence.aof;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.SplitArgs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of the manifest while it is read: pairs of a field's name and its value, in any order. */
final class AofManifestLine {
    private static final String INVALID = "Invalid AOF manifest file format";

    private final int number;
    private final String text;
    private @Nullable String name;
    private long sequence;
    private char type;

    private AofManifestLine(int number, String text) {
        this.number = number;
        this.text = text;
    }

    static AofFile parse(byte[] manifest, int from, int to, int number) throws AofManifestException {
        String text = new String(manifest, from, to - from, StandardCharsets.UTF_8).trim();
        return new AofManifestLine(number, text).file(SplitArgs.split(manifest, from, to));
    }

    private AofFile file(@Nullable List<ByteString> words) throws AofManifestException {
        if (words == null || words.size() < 6 || words.size() % 2 != 0) {
            throw invalid(INVALID);
        }
        for (int i = 0; i < words.size(); i += 2) {
            field(words.get(i).bytes(), words.get(i + 1));
        }
        if (name == null || sequence == 0 || type == 0) {
            throw invalid(INVALID);
        }
        AofFileType known = AofFileType.of(type);
        if (known == null) {
            throw invalid("Unknown AOF file type");
        }
        return new AofFile(name, sequence, known);
    }

    private void field(byte[] field, ByteString value) throws AofManifestException {
        if (Ascii.equalsIgnoreCase(field, "file")) {
            name = value.utf8();
            if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
                throw invalid("File can't be a path, just a filename");
            }
        } else if (Ascii.equalsIgnoreCase(field, "seq")) {
            sequence = Numbers.isLong(value.bytes()) ? Numbers.parseLong(value.bytes()) : 0;
        } else if (Ascii.equalsIgnoreCase(field, "type")) {
            type = value.isEmpty() ? 0 : (char) value.bytes()[0];
        }
    }

    private AofManifestException invalid(String reason) {
        return new AofManifestException(reason, number, text);
    }
}
