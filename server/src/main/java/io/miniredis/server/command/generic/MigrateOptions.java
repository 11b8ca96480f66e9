package io.miniredis.server.command.generic;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.Request;
import io.miniredis.server.command.CommandCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that MIGRATE is told.
 *
 * @param keys named, whether they are there or not
 * @param database of the other server
 * @param timeoutMillis the longest silence on the way, 1 or more
 * @param copy true if the keys stay here too
 */
record MigrateOptions(
        String host,
        int port,
        List<ByteString> keys,
        long database,
        long timeoutMillis,
        boolean copy,
        boolean replace,
        @Nullable ByteString user,
        @Nullable ByteString password) {
    private static final int KEY_POSITION = 3;
    private static final int DATABASE_POSITION = 4;
    private static final int TIMEOUT_POSITION = 5;
    private static final int FIRST_OPTION = 6;
    private static final long DEFAULT_TIMEOUT_MILLIS = 1000;

    /** Takes all arguments; passwords are hidden from those who look at requests. */
    static MigrateOptions parse(CommandCall call) {
        Request request = call.request();
        boolean copy = false;
        boolean replace = false;
        ByteString user = null;
        ByteString password = null;
        int firstKey = KEY_POSITION;
        int keysEnd = KEY_POSITION + 1;
        int count = request.count();
        for (int at = FIRST_OPTION; at < count; at++) {
            ByteString option = request.arg(at);
            if (option.equalsIgnoreCase("copy")) {
                copy = true;
            } else if (option.equalsIgnoreCase("replace")) {
                replace = true;
            } else if (option.equalsIgnoreCase("auth") && at + 1 < count) {
                password = secret(call, ++at);
            } else if (option.equalsIgnoreCase("auth2") && at + 2 < count) {
                user = secret(call, ++at);
                password = secret(call, ++at);
            } else if (option.equalsIgnoreCase("keys")) {
                if (request.arg(KEY_POSITION).length() > 0) {
                    throw GenericErrors.MIGRATE_KEY_AND_KEYS;
                }
                firstKey = at + 1;
                keysEnd = count;
                break;
            } else {
                throw Errors.SYNTAX;
            }
        }
        long timeout = number(request, TIMEOUT_POSITION);
        long database = number(request, DATABASE_POSITION);
        return new MigrateOptions(
                request.arg(1).utf8(),
                port(request.arg(2)),
                keys(request, firstKey, keysEnd),
                database,
                timeout <= 0 ? DEFAULT_TIMEOUT_MILLIS : timeout,
                copy,
                replace,
                user,
                password);
    }

    private static ByteString secret(CommandCall call, int position) {
        call.hideArgument(position);
        return call.request().arg(position);
    }

    private static long number(Request request, int position) {
        byte[] bytes = request.arg(position).bytes();
        if (!Numbers.isLong(bytes)) {
            throw Errors.NOT_AN_INTEGER;
        }
        return Numbers.parseLong(bytes);
    }

    /** What is no port is 0, to which nothing can be connected. */
    private static int port(ByteString text) {
        byte[] bytes = text.bytes();
        long port = Numbers.isLong(bytes) ? Numbers.parseLong(bytes) : 0;
        return port == (int) port ? (int) port : 0;
    }

    private static List<ByteString> keys(Request request, int from, int end) {
        List<ByteString> keys = new ArrayList<>(end - from);
        for (int at = from; at < end; at++) {
            keys.add(request.arg(at));
        }
        return keys;
    }
}
