package io.miniredis.protocol;

import io.miniredis.datastructures.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The field's error texts, word for word as Redis 7.2 says them; clients match on them.
 *
 * <p>Constant texts are shared {@link ErrorReply} instances, which is safe since they carry no stack trace:
 * {@code throw Errors.SYNTAX}. Texts that quote what the client sent keep its bytes, one character per byte (ISO
 * 8859-1), which is how {@link ReplyWriter#error} writes them again.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // the check fears misleading stack traces; these have none
public final class Errors {
    public static final ErrorReply SYNTAX = new ErrorReply("ERR syntax error");
    public static final ErrorReply WRONG_TYPE =
            new ErrorReply("WRONGTYPE Operation against a key holding the wrong kind of value");
    public static final ErrorReply NOT_AN_INTEGER = new ErrorReply("ERR value is not an integer or out of range");
    public static final ErrorReply NOT_AN_INT =
            new ErrorReply("ERR value is out of range, value must between -2147483648 and 2147483647");
    public static final ErrorReply NOT_A_FLOAT = new ErrorReply("ERR value is not a valid float");
    public static final ErrorReply NOT_POSITIVE = new ErrorReply("ERR value is out of range, must be positive");
    public static final ErrorReply NOT_0_OR_1 = new ErrorReply("ERR value is out of range, value must between 0 and 1");
    public static final ErrorReply AOF_DISABLED =
            new ErrorReply("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
    public static final ErrorReply OUT_OF_RANGE = new ErrorReply("ERR value is out of range");
    public static final ErrorReply NO_SUCH_KEY = new ErrorReply("ERR no such key");
    public static final ErrorReply INDEX_OUT_OF_RANGE = new ErrorReply("ERR index out of range");
    public static final ErrorReply SAME_OBJECT = new ErrorReply("ERR source and destination objects are the same");
    public static final ErrorReply OVERFLOW = new ErrorReply("ERR increment or decrement would overflow");
    public static final ErrorReply DECREMENT_OVERFLOW = new ErrorReply("ERR decrement would overflow");
    public static final ErrorReply NAN_OR_INFINITY = new ErrorReply("ERR increment would produce NaN or Infinity");
    public static final ErrorReply STRING_TOO_LONG =
            new ErrorReply("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    public static final ErrorReply OFFSET_OUT_OF_RANGE = new ErrorReply("ERR offset is out of range");
    public static final ErrorReply DB_INDEX_OUT_OF_RANGE = new ErrorReply("ERR DB index is out of range");
    public static final ErrorReply INVALID_CURSOR = new ErrorReply("ERR invalid cursor");
    public static final ErrorReply TIMEOUT_NOT_A_FLOAT = new ErrorReply("ERR timeout is not a float or out of range");
    public static final ErrorReply TIMEOUT_NOT_AN_INTEGER =
            new ErrorReply("ERR timeout is not an integer or out of range");
    public static final ErrorReply TIMEOUT_NEGATIVE = new ErrorReply("ERR timeout is negative");
    public static final ErrorReply TIMEOUT_OUT_OF_RANGE = new ErrorReply("ERR timeout is out of range");
    public static final ErrorReply INTERNAL = new ErrorReply("ERR internal error, see the server's log");
    public static final ErrorReply NO_SCRIPT = new ErrorReply("NOSCRIPT No matching script. Please use EVAL.");
    public static final ErrorReply NOAUTH = new ErrorReply("NOAUTH Authentication required.");
    public static final ErrorReply WRONGPASS =
            new ErrorReply("WRONGPASS invalid username-password pair or user is disabled.");
    public static final ErrorReply NOPROTO = new ErrorReply("NOPROTO unsupported protocol version");
    public static final ErrorReply LOADING = new ErrorReply("LOADING Redis is loading the dataset in memory");
    public static final ErrorReply BUSY_SCRIPT =
            new ErrorReply("BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.");
    public static final ErrorReply BUSY_FUNCTION =
            new ErrorReply("BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.");
    public static final ErrorReply BUSYKEY = new ErrorReply("BUSYKEY Target key name already exists.");
    public static final ErrorReply ROLE_CHANGED = new ErrorReply(
            "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)");
    public static final ErrorReply MASTERDOWN =
            new ErrorReply("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.");
    public static final ErrorReply READONLY = new ErrorReply("READONLY You can't write against a read only replica.");
    public static final ErrorReply NOREPLICAS = new ErrorReply("NOREPLICAS Not enough good replicas to write.");
    public static final ErrorReply OOM = new ErrorReply("OOM command not allowed when used memory > 'maxmemory'.");
    public static final ErrorReply EXECABORT =
            new ErrorReply("EXECABORT Transaction discarded because of previous errors.");
    /** Writes are refused while the append-only file cannot be written. */
    public static ErrorReply appendOnlyFileBroken(String reason) {
        return new ErrorReply("MISCONF Errors writing to the AOF file: " + oneLine(reason));
    }

    public static final ErrorReply MISCONF = new ErrorReply(
            "MISCONF Redis is configured to save RDB snapshots, but it's"
                    + " currently unable to persist to disk. Commands that may modify the data set are disabled, because this"
                    + " instance is configured to report errors during writes if RDB snapshotting fails"
                    + " (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB error.");
    public static final ErrorReply NOT_IN_TRANSACTION = new ErrorReply("ERR Command not allowed inside a transaction");
    public static final ErrorReply REPLICA_TOUCHES_KEYS =
            new ErrorReply("ERR Replica can't interact with the keyspace");
    public static final ErrorReply NESTED_MULTI = new ErrorReply("ERR MULTI calls can not be nested");
    public static final ErrorReply EXEC_WITHOUT_MULTI = new ErrorReply("ERR EXEC without MULTI");
    public static final ErrorReply DISCARD_WITHOUT_MULTI = new ErrorReply("ERR DISCARD without MULTI");
    public static final ErrorReply WATCH_INSIDE_MULTI = new ErrorReply("ERR WATCH inside MULTI is not allowed");
    public static final ErrorReply UNBLOCKED = new ErrorReply("UNBLOCKED client unblocked via CLIENT UNBLOCK");
    public static final ErrorReply CLUSTER_DISABLED = new ErrorReply("ERR This instance has cluster support disabled");
    public static final ErrorReply SELECT_IN_CLUSTER = new ErrorReply("ERR SELECT is not allowed in cluster mode");
    public static final ErrorReply MOVE_IN_CLUSTER = new ErrorReply("ERR MOVE is not allowed in cluster mode");
    public static final ErrorReply SWAPDB_IN_CLUSTER = new ErrorReply("ERR SWAPDB is not allowed in cluster mode");
    public static final ErrorReply REPLICAOF_IN_CLUSTER = new ErrorReply("ERR REPLICAOF not allowed in cluster mode.");
    public static final ErrorReply FAILOVER_IN_CLUSTER =
            new ErrorReply("ERR FAILOVER not allowed in cluster mode. Use CLUSTER FAILOVER command instead.");
    public static final ErrorReply MODULE_NOT_LOADED =
            new ErrorReply("ERR Error loading the extension. Please check the server logs.");
    public static final ErrorReply NO_SUCH_MODULE =
            new ErrorReply("ERR Error unloading module: no such module with that name");
    public static final ErrorReply NO_SUCH_CLIENT = new ErrorReply("ERR No such client");
    public static final ErrorReply MAX_CLIENTS = new ErrorReply("ERR max number of clients reached");

    /** How much of a client's words an error repeats, in bytes. */
    private static final int QUOTED_BYTES = 128;

    private Errors() {}

    /** {@code ERR invalid expire time in 'set' command}. */
    public static ErrorReply invalidExpire(String fullName) {
        return new ErrorReply("ERR invalid expire time in '" + fullName + "' command");
    }

    /** {@code EXECABORT Transaction discarded because of: OOM …}; the code of an ordinary error is left out. */
    public static ErrorReply transactionAborted(ErrorReply reason) {
        String line = reason.line();
        return new ErrorReply(
                "EXECABORT Transaction discarded because of: " + (line.startsWith("ERR ") ? line.substring(4) : line));
    }

    /** What a RESP2 connection that listens to channels may not do. {@code fullName} as in {@link #wrongArity}. */
    public static ErrorReply notWhileSubscribed(String fullName) {
        return new ErrorReply("ERR Can't execute '" + fullName
                + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
    }

    /** The setting that lets clients use a protected command: {@code enable-debug-command}. */
    public static String protectingParameter(String name) {
        return "enable-" + name + "-command";
    }

    /** @param name in lower case, {@code debug} or {@code module} */
    public static ErrorReply protectedCommand(String name) {
        return new ErrorReply("ERR " + name.toUpperCase(Locale.ROOT) + " command not allowed. If the "
                + protectingParameter(name) + " option is set to \"local\", you can run it from a local connection,"
                + " otherwise you need to set this option in the configuration file, and then restart the server.");
    }

    /** @param fullName in lower case, a subcommand with its container: {@code client|kill} */
    public static ErrorReply wrongArity(String fullName) {
        return new ErrorReply("ERR wrong number of arguments for '" + fullName + "' command");
    }

    /**
     * {@code ERR unknown command 'foo', with args beginning with: 'a' 'b' }, the blank at the end included. The name is
     * cut at 128 bytes; arguments are quoted while what is quoted so far, quotes included, has fewer than 128 bytes.
     */
    public static ErrorReply unknownCommand(Request request) {
        StringBuilder line = new StringBuilder("ERR unknown command '");
        line.append(quoted(request.arg(0), QUOTED_BYTES)).append("', with args beginning with: ");
        int before = line.length();
        for (int i = 1; i < request.count() && line.length() - before < QUOTED_BYTES; i++) {
            String arg = quoted(request.arg(i), QUOTED_BYTES - (line.length() - before));
            line.append('\'').append(arg).append("' ");
        }
        return new ErrorReply(oneLine(line.toString()));
    }

    /** {@code ERR unknown subcommand 'x'. Try CLIENT HELP.}, for a container command with its first argument. */
    public static ErrorReply unknownSubcommand(Request request) {
        return unknownSubcommand(request.arg(0), request.arg(1));
    }

    public static ErrorReply unknownSubcommand(ByteString container, ByteString subcommand) {
        return new ErrorReply(oneLine("ERR unknown subcommand '" + quoted(subcommand, QUOTED_BYTES) + "'. Try "
                + upperCase(container) + " HELP."));
    }

    /** {@code ERR unknown subcommand or wrong number of arguments for 'x'. Try CLIENT HELP.} */
    public static ErrorReply subcommandSyntax(Request request) {
        return new ErrorReply(oneLine("ERR unknown subcommand or wrong number of arguments for '"
                + quoted(request.arg(1), QUOTED_BYTES) + "'. Try " + upperCase(request.arg(0)) + " HELP."));
    }

    /** The text without line ends at its end, and with others made blanks, so that it stays one reply. */
    public static String oneLine(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\r' || text.charAt(end - 1) == '\n')) {
            end--;
        }
        return text.substring(0, end).replace('\r', ' ').replace('\n', ' ');
    }

    /**
     * A client's bytes for use in an error text: cut at {@code max} bytes and at the first zero byte, as C prints them.
     */
    public static String quoted(ByteString bytes, int max) {
        int length = 0;
        int bound = Math.min(max, bytes.length());
        while (length < bound && bytes.byteAt(length) != 0) {
            length++;
        }
        return new String(bytes.bytes(), 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String upperCase(ByteString name) {
        return quoted(name, Integer.MAX_VALUE).toUpperCase(Locale.ROOT);
    }
}
