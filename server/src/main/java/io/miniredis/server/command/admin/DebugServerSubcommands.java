package io.miniredis.server.command.admin;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.Glob;
import io.miniredis.datastructures.Numbers;
import io.miniredis.datastructures.RandomSource;
import io.miniredis.protocol.Errors;
import io.miniredis.server.client.ClientLife;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.config.MemorySize;
import java.util.List;
import java.util.OptionalLong;

/** What DEBUG can do with the server, and for those who write clients (debug.c). */
final class DebugServerSubcommands {
    /** SIGSEGV. */
    private static final int SEGMENTATION_FAULT = 11;

    private static final int GLOB_CYCLES = 100_000;
    private static final int GLOB_LENGTH = 32;
    private static final int GLOB_ALPHABET = 128;

    private static final long DEFAULT_PACKED_THRESHOLD = 1 << 30;
    private static final long MAX_PACKED_THRESHOLD = (1L << 32) - (1 << 20);

    private DebugServerSubcommands() {}

    /** The family's table of contents. */
    static List<CommandSpec> all() {
        return List.of(
                AOF_FLUSH_SLEEP,
                CHANGE_REPL_ID,
                REPLICATE,
                CONFIG_REWRITE_FORCE_ALL,
                DICT_RESIZING,
                ERROR,
                JMAP,
                LOADAOF,
                LOG,
                OOM,
                PANIC,
                PAUSE_CRON,
                PROTOCOL,
                QUICKLIST_PACKED_THRESHOLD,
                REPLYBUFFER,
                SEGFAULT,
                SET_ACTIVE_EXPIRE,
                SET_DISABLE_DENY_SCRIPTS,
                SET_SKIP_CHECKSUM_VALIDATION,
                SLEEP,
                STRINGMATCH_TEST);
    }

    private static final CommandSpec SLEEP = CommandSpec.named("sleep")
            .arity(3)
            .syntax("seconds:double")
            .summary("Stops the server for so many seconds.")
            .handler(DebugServerSubcommands::sleep);

    private static void sleep(CommandCall call) {
        double seconds;
        try {
            seconds = Numbers.parseDouble(call.args().next().bytes());
        } catch (NumberFormatException e) {
            // C's strtod makes 0 of what is no number.
            seconds = 0;
        }

        call.server().time().clock().sleep((long) (seconds * 1_000_000_000));

        call.reply().ok();
    }

    private static final CommandSpec SET_ACTIVE_EXPIRE = CommandSpec.named("set-active-expire")
            .arity(3)
            .syntax("(switch: 0 | 1)")
            .summary("0: keys expire only when they are asked for, 1: also on their own.")
            .handler(DebugServerSubcommands::setActiveExpire);

    private static void setActiveExpire(CommandCall call) {
        call.server().expireCycle().enabled(nextSwitch(call));

        call.reply().ok();
    }

    private static final CommandSpec DICT_RESIZING = CommandSpec.named("dict-resizing")
            .arity(3)
            .syntax("(switch: 0 | 1)")
            .summary("0: hash tables of keys do not shrink and grow only in need, 1: as usual.")
            .handler(DebugServerSubcommands::dictResizing);

    private static void dictResizing(CommandCall call) {
        call.server().databasesCron().resizingAllowed(nextSwitch(call));

        call.reply().ok();
    }

    private static final CommandSpec PAUSE_CRON = CommandSpec.named("pause-cron")
            .arity(3)
            .syntax("(switch: 0 | 1)")
            .summary("1: the server does nothing on its own, 0: as usual.")
            .handler(DebugServerSubcommands::pauseCron);

    private static void pauseCron(CommandCall call) {
        call.server().cron().paused(nextSwitch(call));

        call.reply().ok();
    }

    private static final CommandSpec REPLYBUFFER = CommandSpec.named("replybuffer")
            .arity(4)
            .syntax("(setting: PEAK-RESET-TIME time:string | RESIZING switch:integer)")
            .summary("How long the largest reply is remembered: milliseconds, NEVER or RESET. Resizing has no effect.")
            .handler(DebugServerSubcommands::replyBuffer);

    private static void replyBuffer(CommandCall call) {
        if (call.args().acceptToken("peak-reset-time")) {
            call.server().clientLife().peakLifetimeMillis(nextLifetime(call));
        } else if (call.args().acceptToken("resizing")) {
            // Buffers are made anew for each batch of replies.
            call.args().nextInt();
        } else {
            throw Errors.subcommandSyntax(call.request());
        }

        call.reply().ok();
    }

    private static long nextLifetime(CommandCall call) {
        if (call.args().acceptToken("never")) {
            return Long.MAX_VALUE;
        }
        return call.args().acceptToken("reset")
                ? ClientLife.PEAK_LIFETIME_MILLIS
                : call.args().nextLong();
    }

    private static final CommandSpec SET_DISABLE_DENY_SCRIPTS = CommandSpec.named("set-disable-deny-scripts")
            .arity(3)
            .syntax("(switch: 0 | 1)")
            .summary("1: scripts may call what they may not call, 0: as usual.")
            .handler(DebugServerSubcommands::setDisableDenyScripts);

    private static void setDisableDenyScripts(CommandCall call) {
        call.server().scripting().mayCallAll(nextSwitch(call));

        call.reply().ok();
    }

    private static final CommandSpec SET_SKIP_CHECKSUM_VALIDATION = CommandSpec.named("set-skip-checksum-validation")
            .arity(3)
            .syntax("(switch: 0 | 1)")
            .summary("1: checksums of payloads and files are not looked at, 0: as usual.")
            .handler(DebugServerSubcommands::setSkipChecksumValidation);

    private static void setSkipChecksumValidation(CommandCall call) {
        call.server().persistence().verifiesChecksums(!nextSwitch(call));

        call.reply().ok();
    }

    /** Like C's {@code atoi}: what is no number is 0. */
    private static boolean nextSwitch(CommandCall call) {
        byte[] bytes = call.args().next().bytes();
        return Numbers.isLong(bytes) && Numbers.parseLong(bytes) != 0;
    }

    private static final CommandSpec JMAP = CommandSpec.named("jmap")
            .arity(2)
            .summary("Describes the heap of the Java virtual machine.")
            .handler(DebugServerSubcommands::jmap);

    private static void jmap(CommandCall call) {
        Runtime runtime = Runtime.getRuntime();
        String text = "heap_used:" + (runtime.totalMemory() - runtime.freeMemory()) + "\nheap_committed:"
                + runtime.totalMemory() + "\nheap_max:" + runtime.maxMemory() + "\n";

        call.reply().verbatim("txt", Ascii.bytes(text));
    }

    private static final CommandSpec LOADAOF = CommandSpec.named("loadaof")
            .arity(2)
            .summary("Replaces all data by what the append-only file says.")
            .handler(DebugServerSubcommands::loadAof);

    private static void loadAof(CommandCall call) {
        call.preventPropagation();
        if (!call.server().persistence().appendOnlyFile().reload()) {
            throw DebugErrors.AOF_UNREADABLE;
        }

        call.server().persistence().rdb().forgetChanges();
        call.server().log().notice("Append Only File loaded by DEBUG LOADAOF");
        call.reply().ok();
    }

    private static final CommandSpec AOF_FLUSH_SLEEP = CommandSpec.named("aof-flush-sleep")
            .arity(3)
            .syntax("microseconds:integer")
            .summary("Waits so long before each write to the append-only file.")
            .handler(DebugServerSubcommands::aofFlushSleep);

    private static void aofFlushSleep(CommandCall call) {
        byte[] micros = call.args().next().bytes();

        call.server()
                .persistence()
                .appendOnlyFile()
                .flushSleepMicros(Numbers.isLong(micros) ? Numbers.parseLong(micros) : 0);

        call.reply().ok();
    }

    private static final CommandSpec LOG = CommandSpec.named("log")
            .arity(3)
            .syntax("message:string")
            .summary("Writes a message to the server's log.")
            .handler(DebugServerSubcommands::log);

    private static void log(CommandCall call) {
        call.server().log().warning("DEBUG LOG: " + call.args().next().utf8());

        call.reply().ok();
    }

    private static final CommandSpec CHANGE_REPL_ID = CommandSpec.named("change-repl-id")
            .arity(2)
            .summary("Gives the server another replication id.")
            .handler(DebugServerSubcommands::changeReplId);

    private static void changeReplId(CommandCall call) {
        call.server().log().notice("Changing replication IDs after receiving change-repl-id");
        call.server().replication().changeId();
        call.reply().ok();
    }

    private static final CommandSpec REPLICATE = CommandSpec.named("replicate")
            .arity(-3)
            .syntax("word:string...")
            .summary("Sends replicas a command that is not executed here: their data may differ then.")
            .handler(DebugServerSubcommands::replicate);

    private static void replicate(CommandCall call) {
        ByteString[] words = new ByteString[call.args().remaining()];
        for (int i = 0; i < words.length; i++) {
            words[i] = call.args().next();
        }

        call.server().replication().sendToReplicas(words);

        call.reply().ok();
    }

    private static final CommandSpec CONFIG_REWRITE_FORCE_ALL = CommandSpec.named("config-rewrite-force-all")
            .arity(2)
            .summary("Writes every parameter to the configuration file, also those at their defaults.")
            .handler(DebugServerSubcommands::configRewriteForceAll);

    private static void configRewriteForceAll(CommandCall call) {
        call.server().config().rewrite(true);
        call.reply().ok();
    }

    private static final CommandSpec QUICKLIST_PACKED_THRESHOLD = CommandSpec.named("quicklist-packed-threshold")
            .arity(3)
            .syntax("size:integer")
            .summary("Sets from what size on an element of a list has a node of its own.")
            .handler(DebugServerSubcommands::quicklistPackedThreshold);

    private static void quicklistPackedThreshold(CommandCall call) {
        OptionalLong bytes = MemorySize.parse(call.args().next());
        if (bytes.isEmpty() || bytes.getAsLong() < 0 || bytes.getAsLong() > MAX_PACKED_THRESHOLD) {
            throw DebugErrors.PACKED_THRESHOLD;
        }

        // 0 restores the default.
        call.collections().listPackedThresholdBytes =
                bytes.getAsLong() == 0 ? DEFAULT_PACKED_THRESHOLD : bytes.getAsLong();

        call.reply().ok();
    }

    private static final CommandSpec PANIC = CommandSpec.named("panic")
            .arity(-2)
            .summary("Fails as a broken invariant does: the log tells it, the client gets an internal error.")
            .handler(DebugServerSubcommands::panic);

    private static void panic(CommandCall call) {
        throw new IllegalStateException("DEBUG PANIC called at Unix time " + call.nowMillis() / 1_000);
    }

    private static final CommandSpec OOM = CommandSpec.named("oom")
            .arity(-2)
            .summary("Not supported: the JVM decides what happens then.")
            .handler(DebugServerSubcommands::oom);

    private static void oom(CommandCall call) {
        throw DebugErrors.JVM_STAYS;
    }

    private static final CommandSpec SEGFAULT = CommandSpec.named("segfault")
            .arity(-2)
            .summary("Dies as of a wrong pointer, with a report in the log; refused if others share the process.")
            .handler(DebugServerSubcommands::segfault);

    private static void segfault(CommandCall call) {
        if (!call.server().failures().mayCrash()) {
            throw DebugErrors.JVM_STAYS;
        }
        call.server().failures().crash(SEGMENTATION_FAULT);
    }

    // ---- for those who write clients ----

    private static final CommandSpec ERROR = CommandSpec.named("error")
            .arity(3)
            .syntax("string:string")
            .summary("Answers with this text as an error.")
            .handler(DebugServerSubcommands::error);

    private static void error(CommandCall call) {
        call.reply().error(Ascii.text(call.args().next().bytes()));
    }

    private static final CommandSpec PROTOCOL = CommandSpec.named("protocol")
            .arity(3)
            .syntax("type:string")
            .summary("Answers with a sample of a type: string, integer, double, bignum, null, array, set, map, attrib,"
                    + " push, verbatim, true or false.")
            .handler(DebugServerSubcommands::protocol);

    private static void protocol(CommandCall call) {
        ProtocolSample sample = ProtocolSample.named(call.args().next().bytes());
        if (sample == null) {
            throw DebugErrors.NO_SUCH_TYPE;
        }

        sample.write(call.reply());
    }

    private static final CommandSpec STRINGMATCH_TEST = CommandSpec.named("stringmatch-test")
            .arity(2)
            .summary("Matches random texts against random patterns, to see whether that ends.")
            .handler(DebugServerSubcommands::stringmatchTest);

    private static void stringmatchTest(CommandCall call) {
        RandomSource random = new RandomSource(call.server().random().nextLong());
        for (int i = 0; i < GLOB_CYCLES; i++) {
            Glob.matches(randomText(random), randomText(random), (i & 1) == 0);
        }

        call.reply().simple("Apparently Redis did not crash: test passed");
    }

    private static byte[] randomText(RandomSource random) {
        byte[] text = new byte[random.nextInt(GLOB_LENGTH)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) random.nextInt(GLOB_ALPHABET);
        }
        return text;
    }
}
