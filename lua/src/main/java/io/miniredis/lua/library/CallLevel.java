package io.miniredis.lua.library;

import io.miniredis.lua.Arguments;
import io.miniredis.lua.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The functions on the stack as {@code error}, {@code getfenv} and {@code setfenv} count them: level 1 called the
 * library function, level 2 called level 1, and so on.
 *
 * @param exists whether the stack is that deep
 * @param function the Lua function there, null for a library function or one lost in a tail call
 */
record CallLevel(boolean exists, @Nullable Caller function) {
    private static final CallLevel NO_INFORMATION = new CallLevel(true, null);

    static CallLevel of(Arguments arguments, int level) {
        Caller frame = arguments.lua().current();
        int left = level - 1;
        if (arguments.caller() == null && left-- == 0) {
            return NO_INFORMATION;
        }
        while (frame != null) {
            if (left-- == 0) {
                return new CallLevel(true, frame);
            }
            if (frame.replacedItsCaller() && left-- == 0) {
                return NO_INFORMATION;
            }
            if (!frame.calledFromLua() && left-- == 0) {
                return NO_INFORMATION;
            }
            frame = frame.enclosing();
        }
        return new CallLevel(false, null);
    }

    /** The position to put before a message, empty if there is none. */
    String where() {
        return function == null ? "" : function.where();
    }
}
