package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.SplitArgs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a script or library: {@code #!lua flags=no-writes,allow-stale}, {@code #!lua name=mylib}.
 *
 * <p>As in C, a zero byte ends what is looked at.
 */
final class Shebang {
    private static final ByteString LUA = ByteString.of("#!lua");
    private static final String FLAGS = "flags=";

    private Shebang() {}

    /** The length of the first line without its end, or -1 if the line has no end. */
    static int length(byte[] code) {
        for (int i = 0; i < code.length && code[i] != 0; i++) {
            if (code[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    static boolean isPresent(byte[] code) {
        return code.length >= 2 && code[0] == '#' && code[1] == '!';
    }

    /** The words of the first line, or null if quotes in it are not balanced. */
    static @Nullable List<ByteString> words(byte[] code, int length) {
        return SplitArgs.split(code, 0, length);
    }

    /**
     * What a script says about itself (evalExtractShebangFlags).
     *
     * @return a set of {@link ScriptFlag} bits, {@link ScriptFlag#COMPATIBLE} if there is no such line
     * @throws ErrorReply what is wrong with the line
     */
    static int flags(byte[] script) {
        if (!isPresent(script)) {
            return ScriptFlag.COMPATIBLE;
        }
        int length = length(script);
        if (length < 0) {
            throw new ErrorReply("ERR Invalid script shebang");
        }
        List<ByteString> words = words(script, length);
        if (words == null || words.isEmpty()) {
            throw new ErrorReply("ERR Invalid engine in script shebang");
        }
        if (!words.get(0).equals(LUA)) {
            throw new ErrorReply("ERR Unexpected engine in script shebang: " + text(words.get(0)));
        }
        int flags = 0;
        for (ByteString word : words.subList(1, words.size())) {
            String option = text(word);
            if (!option.startsWith(FLAGS)) {
                throw new ErrorReply("ERR Unknown lua shebang option: " + option);
            }
            flags |= flagsOf(option.substring(FLAGS.length()));
        }
        return flags;
    }

    private static int flagsOf(String list) {
        int flags = 0;
        int start = 0;
        while (!list.isEmpty() && start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            String name = list.substring(start, end);
            int bit = ScriptFlag.bitNamed(ByteString.wrap(name.getBytes(StandardCharsets.ISO_8859_1)));
            if (bit == 0) {
                throw new ErrorReply("ERR Unexpected flag in script shebang: " + name);
            }
            flags |= bit;
            start = end + 1;
        }
        return flags;
    }

    static String text(ByteString word) {
        return Errors.quoted(word, Integer.MAX_VALUE);
    }
}
