package io.miniredis.server.scripting;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.lua.LuaFunction;
import io.miniredis.protocol.ErrorReply;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scripts that were run or loaded since the last SCRIPT FLUSH, by digest and by text: EVAL of a known text needs no
 * digest (lua_scripts in eval.c). Confined to the main thread.
 */
public final class ScriptCache {
    /** What a script takes beyond its text, in bytes, by estimate. */
    private static final int SCRIPT_BYTES = 200;

    private final Compiler compiler;
    private final Sha1 sha1;
    private final Map<ByteString, Script> byDigest = new HashMap<>();
    private final Map<ByteString, Script> byText = new HashMap<>();
    private long textBytes;

    /** Makes a script's text executable. */
    @FunctionalInterface
    interface Compiler {
        /** @throws ErrorReply where it cannot be compiled */
        LuaFunction compile(byte[] body);
    }

    ScriptCache(Compiler compiler, Sha1 sha1) {
        this.compiler = compiler;
        this.sha1 = sha1;
    }

    /** True if this has a digest's length; whether it is one of a known script is another question. */
    public boolean isDigest(ByteString text) {
        return text.length() == Sha1.HEX_DIGITS;
    }

    /** The script of this digest, its letters in any case, or null. */
    public @Nullable Script find(ByteString digest) {
        Script exact = byDigest.get(digest);
        return exact != null ? exact : byDigest.get(ByteString.wrap(Ascii.toLowerCase(digest.bytes())));
    }

    /** The script of this text, or null if it is not known. */
    @Nullable
    Script findText(ByteString text) {
        return byText.get(text);
    }

    /**
     * The script of this text, compiled now if it is new.
     *
     * @throws ErrorReply what is wrong with its first line, or where it cannot be compiled
     */
    public Script load(ByteString text) {
        Script known = byText.get(text);
        if (known != null) {
            return known;
        }
        int flags = Shebang.flags(text.bytes());
        LuaFunction code = compiler.compile(body(text));
        Script fresh = new Script(sha1.hex(text.bytes()), text, flags, code);
        byDigest.put(fresh.digest(), fresh);
        byText.put(text, fresh);
        textBytes += text.length();
        return fresh;
    }

    /** The text without its first line if that says what script it is; the line's end stays, and so do line numbers. */
    static byte[] body(ByteString text) {
        byte[] all = text.bytes();
        return Shebang.isPresent(all) ? Arrays.copyOfRange(all, Shebang.length(all), all.length) : all;
    }

    public int size() {
        return byDigest.size();
    }

    /** What is kept of them, in bytes, by estimate. */
    public long bytes() {
        return textBytes + (long) SCRIPT_BYTES * byDigest.size();
    }

    void clear() {
        byDigest.clear();
        byText.clear();
        textBytes = 0;
    }

    @Override
    public String toString() {
        return "ScriptCache[" + size() + " scripts, " + textBytes + " B]";
    }
}
