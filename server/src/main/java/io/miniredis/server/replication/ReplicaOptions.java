package io.miniredis.server.replication;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Numbers;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.protocol.Errors;
import io.miniredis.protocol.SplitArgs;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import java.util.List;

/** REPLCONF: pairs of an option and its value, each of which takes effect when it is read (replconfCommand). */
public final class ReplicaOptions {
    /** NET_HOST_STR_LEN. */
    private static final int LONGEST_ADDRESS = 256;

    private static final long NO_OFFSET = -1;

    private final CommandCall call;
    private final Arguments args;

    public ReplicaOptions(CommandCall call) {
        this.call = call;
        this.args = call.args();
    }

    /** Reads all of them and answers OK, except to what is no question. */
    public void read() {
        if (args.remaining() % 2 != 0) {
            throw Errors.SYNTAX;
        }
        while (args.hasNext()) {
            ByteString option = args.next();
            if (option.equalsIgnoreCase("ack")) {
                acknowledge();
                return;
            }
            if (option.equalsIgnoreCase("getack")) {
                call.server().replication().acknowledgeNow();
                return;
            }
            set(call.server().replication().replicas().of(call.client()), option);
        }
        call.reply().ok();
    }

    private void acknowledge() {
        long offset = offset(args.next());
        boolean withFile = args.remaining() >= 2 && args.acceptToken("fack");
        long fileOffset = withFile ? offset(args.next()) : NO_OFFSET;
        if (offset != NO_OFFSET) {
            call.server().replication().replicas().acknowledged(call.client(), offset, fileOffset);
        }
    }

    private static long offset(ByteString text) {
        return Numbers.isLong(text.bytes()) ? Numbers.parseLong(text.bytes()) : NO_OFFSET;
    }

    private void set(Replica replica, ByteString option) {
        if (option.equalsIgnoreCase("listening-port")) {
            replica.listeningPort = (int) args.nextLong();
        } else if (option.equalsIgnoreCase("ip-address")) {
            address(replica, args.next());
        } else if (option.equalsIgnoreCase("capa")) {
            capability(replica, args.next());
        } else if (option.equalsIgnoreCase("rdb-only")) {
            replica.wantsSnapshotOnly = nextFlag();
        } else if (option.equalsIgnoreCase("rdb-filter-only")) {
            filter(replica, args.next());
        } else {
            throw new ErrorReply("ERR Unrecognized REPLCONF option: " + Errors.quoted(option, LONGEST_ADDRESS));
        }
    }

    private boolean nextFlag() {
        long value = args.nextLong();
        if (value < 0 || value > 1) {
            throw Errors.NOT_0_OR_1;
        }
        return value == 1;
    }

    private static void address(Replica replica, ByteString address) {
        if (address.length() >= LONGEST_ADDRESS) {
            throw new ErrorReply(
                    "ERR REPLCONF ip-address provided by replica instance is too long: " + address.length() + " bytes");
        }
        replica.announcedAddress = address.utf8();
    }

    private static void capability(Replica replica, ByteString name) {
        if (name.equalsIgnoreCase("eof")) {
            replica.understandsEof = true;
        } else if (name.equalsIgnoreCase("psync2")) {
            replica.understandsNewIds = true;
        }
    }

    /** Words for what the snapshot is to have; without any it is empty. */
    private static void filter(Replica replica, ByteString words) {
        List<ByteString> wanted = SplitArgs.split(words.bytes(), 0, words.length());
        if (wanted == null) {
            throw new ErrorReply("ERR Missing rdb-filter-only values");
        }
        boolean functions = false;
        for (ByteString word : wanted) {
            if (!word.equalsIgnoreCase("functions")) {
                throw new ErrorReply("ERR Unsupported rdb-filter-only option: " + Errors.quoted(word, LONGEST_ADDRESS));
            }
            functions = true;
        }
        replica.content = new SnapshotContent(false, functions);
    }

    @Override
    public String toString() {
        return "ReplicaOptions[" + args + "]";
    }
}
