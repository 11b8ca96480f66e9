package io.miniredis.server.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A library: code that was run once, and the functions it registered then (functionLibInfo in functions.c).
 *
 * <p>Its code begins with {@code #!lua name=mylib}.
 */
public final class FunctionLibrary {
    private static final int ENGINE_AT = 2;
    private static final String NAME = "name=";

    private final ByteString name;
    private final ByteString code;
    private final Map<ByteString, LibraryFunction> functions = new LinkedHashMap<>();

    private FunctionLibrary(ByteString name, ByteString code) {
        this.name = name;
        this.code = code;
    }

    /**
     * A library without functions yet.
     *
     * @throws ErrorReply what is wrong with the first line
     */
    static FunctionLibrary declaredBy(ByteString code) {
        if (!Shebang.isPresent(code.bytes())) {
            throw new ErrorReply("ERR Missing library metadata");
        }
        int length = Shebang.length(code.bytes());
        @Nullable List<ByteString> words = length < 0 ? null : Shebang.words(code.bytes(), length);
        if (words == null || words.isEmpty()) {
            throw new ErrorReply("ERR Invalid library metadata");
        }
        String name = name(words);
        ByteString named = ByteString.wrap(name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        if (!isName(named)) {
            throw ScriptErrors.BAD_NAME;
        }
        String engine = Shebang.text(words.get(0)).substring(ENGINE_AT);
        if (!engine.equalsIgnoreCase(Scripting.ENGINE)) {
            throw new ErrorReply("ERR Engine '" + engine + "' not found");
        }
        return new FunctionLibrary(named, code);
    }

    private static String name(List<ByteString> words) {
        @Nullable String name = null;
        for (ByteString word : words.subList(1, words.size())) {
            String option = Shebang.text(word);
            if (!option.regionMatches(true, 0, NAME, 0, NAME.length())) {
                throw new ErrorReply("ERR Invalid metadata value given: " + option);
            }
            if (name != null) {
                throw new ErrorReply("ERR Invalid metadata value, name argument was given multiple times");
            }
            name = option.substring(NAME.length());
        }
        if (name == null) {
            throw new ErrorReply("ERR Library name was not given");
        }
        return name;
    }

    private static boolean isName(ByteString text) {
        for (int i = 0; i < text.length(); i++) {
            int c = text.byteAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean fits = isLetter || (c >= '0' && c <= '9') || c == '_';
            if (!fits) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The code behind the first line; that line's end is kept, so that the numbers of the others are right. */
    byte[] body() {
        byte[] all = code.bytes();
        return java.util.Arrays.copyOfRange(all, Shebang.length(all), all.length);
    }

    /** @throws ErrorReply if the name is none, or taken within the library */
    void register(LibraryFunction function) {
        if (!isName(function.name())) {
            throw ScriptErrors.BAD_NAME;
        }
        if (functions.containsKey(function.name())) {
            throw new ErrorReply("ERR Function already exists in the library");
        }
        functions.put(function.name(), function);
    }

    public ByteString name() {
        return name;
    }

    /** All of it, the first line included: what is saved and loaded again. */
    public ByteString code() {
        return code;
    }

    /** In the order in which they were registered. */
    public Collection<LibraryFunction> functions() {
        return functions.values();
    }

    @Override
    public String toString() {
        return "FunctionLibrary[" + Errors.quoted(name, 64) + ", " + functions.size() + " functions, " + code.length()
                + " B]";
    }
}
