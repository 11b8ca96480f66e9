package io.miniredis.server.command.scripting;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.protocol.Request;
import io.miniredis.server.scripting.FunctionLibrary;
import io.miniredis.server.scripting.FunctionRegistry;
import io.miniredis.server.scripting.LibraryFunction;
import io.miniredis.server.scripting.ScriptFlag;
import io.miniredis.server.scripting.ScriptRun;
import io.miniredis.server.scripting.Scripting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What FUNCTION LIST and FUNCTION STATS answer. */
final class FunctionReplies {
    private FunctionReplies() {}

    static void list(ReplyWriter reply, FunctionRegistry functions, @Nullable ByteString pattern, boolean withCode) {
        List<FunctionLibrary> shown = new ArrayList<>();
        for (FunctionLibrary library : functions.libraries()) {
            if (pattern == null || Glob.matches(pattern.bytes(), library.name().bytes(), true)) {
                shown.add(library);
            }
        }
        reply.array(shown.size());
        for (FunctionLibrary library : shown) {
            reply.map(withCode ? 4 : 3);
            reply.bulk("library_name");
            reply.bulk(library.name());
            reply.bulk("engine");
            reply.bulk(Scripting.ENGINE);
            reply.bulk("functions");
            reply.array(library.functions().size());
            for (LibraryFunction function : library.functions()) {
                describe(reply, function);
            }
            if (withCode) {
                reply.bulk("library_code");
                reply.bulk(library.code());
            }
        }
    }

    private static void describe(ReplyWriter reply, LibraryFunction function) {
        reply.map(3);
        reply.bulk("name");
        reply.bulk(function.name());
        reply.bulk("description");
        ByteString description = function.description();
        if (description == null) {
            reply.nil();
        } else {
            reply.bulk(description);
        }
        reply.bulk("flags");
        reply.set(Integer.bitCount(function.flags()));
        for (ScriptFlag flag : ScriptFlag.values()) {
            if (flag.isIn(function.flags())) {
                reply.simple(flag.wireName());
            }
        }
    }

    /** @throws io.miniredis.protocol.ErrorReply if a script runs, which is none of FUNCTION's business */
    static void stats(ReplyWriter reply, Scripting scripting) {
        ScriptRun running = scripting.runningFunction();
        FunctionRegistry functions = scripting.functions();
        reply.map(2);
        reply.bulk("running_script");
        if (running == null) {
            reply.nil();
        } else {
            describe(reply, running);
        }
        reply.bulk("engines");
        reply.map(1);
        reply.bulk(Scripting.ENGINE);
        reply.map(2);
        reply.bulk("libraries_count");
        reply.integer(functions.libraryCount());
        reply.bulk("functions_count");
        reply.integer(functions.functionCount());
    }

    private static void describe(ReplyWriter reply, ScriptRun running) {
        Request request = running.request();
        reply.map(3);
        reply.bulk("name");
        reply.bulk(running.name());
        reply.bulk("command");
        reply.array(request.count());
        for (int i = 0; i < request.count(); i++) {
            reply.bulk(request.arg(i));
        }
        reply.bulk("duration_ms");
        reply.integer(running.durationMillis());
    }
}
