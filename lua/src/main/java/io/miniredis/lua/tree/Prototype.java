package io.miniredis.lua.tree;

import io.miniredis.lua.LuaString;
import org.jspecify.annotations.Nullable;

/** What all closures of one function text share. Made by the parser, then never changed. */
public final class Prototype {
    final String chunkName;
    final int lineDefined;
    final int parameters;
    final int slots;
    final boolean vararg;
    /** The slot of the old {@code arg} table, -1 if the function has none. */
    final int argSlot;
    /** Slots of parameters that inner functions use: they get a {@link Cell} on entry. */
    final int[] capturedParameters;
    /** Where a closure takes its upvalues from: slot s of the enclosing frame as s, its upvalue u as -1 - u. */
    final int[] upvalueSources;

    final LuaString[] upvalueNames;
    final Statement body;
    /** The places of calls, by {@link Frame#site}. */
    final CallSite[] sites;

    public Prototype(
            String chunkName,
            int lineDefined,
            Signature signature,
            Captures captures,
            Statement body,
            CallSite[] sites) {
        this.chunkName = chunkName;
        this.lineDefined = lineDefined;
        this.parameters = signature.parameters();
        this.slots = signature.slots();
        this.vararg = signature.vararg();
        this.argSlot = signature.argSlot();
        this.capturedParameters = captures.parameters();
        this.upvalueSources = captures.sources();
        this.upvalueNames = captures.names();
        this.body = body;
        this.sites = sites;
    }

    /** Parameters and slots. */
    public record Signature(int parameters, int slots, boolean vararg, int argSlot) {}

    /** What is shared with other functions. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Captures(int[] parameters, int[] sources, LuaString[] names) {}

    /** A place in the text where a call happens. */
    public record CallSite(int line, @Nullable String kind, String name) {}

    @Override
    public String toString() {
        return "Prototype[" + chunkName + ":" + lineDefined + " " + parameters + " parameters, " + slots + " slots]";
    }
}
