package io.miniredis.server.command.monitoring;

import static io.miniredis.server.command.CommandFlag.READONLY;
import static io.miniredis.server.command.KeySpec.Flag.RO;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Values;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.info.MemoryReport;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** MEMORY (object.c): what keys take, and what the JVM's heap holds. */
public final class MemoryCommands {
    /** The reference to an entry in its table, of which half are free on average after a growth. */
    private static final int SLOT_BYTES = 8;

    private MemoryCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(MEMORY);
    }

    static final CommandSpec USAGE = CommandSpec.named("usage")
            .arity(-3)
            .flags(READONLY)
            .group(CommandGroup.SERVER)
            .keys(KeySpec.key(2, RO))
            .since("4.0.0")
            .summary("Estimates the memory of a key with its value, in bytes.")
            .complexity("O(1), or O(N) with N elements for some encodings")
            .syntax("key:key [SAMPLES count:integer]")
            .handler(MemoryCommands::memoryUsage);

    private static void memoryUsage(CommandCall call) {
        ByteString key = call.args().next();
        while (call.args().hasNext()) {
            // How many elements to look at: sizes are exact here without any.
            if (!call.args().acceptOption("samples") || call.args().nextLong() < 0) {
                throw Errors.SYNTAX;
            }
        }

        KeyEntry entry = call.db().keys().find(key.bytes(), call.db().hash(key));

        if (entry == null) {
            call.reply().nil();
        } else {
            call.reply().integer(SLOT_BYTES + entry.sizeBytes() + Values.sizeBytes(entry.value()));
        }
    }

    static final CommandSpec STATS = CommandSpec.named("stats")
            .arity(2)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Tells what takes memory.")
            .complexity("O(1)")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .handler(MemoryCommands::memoryStats);

    private static void memoryStats(CommandCall call) {
        new MemoryReport(call.server()).write(call.reply());
    }

    static final CommandSpec DOCTOR = CommandSpec.named("doctor")
            .arity(2)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Says in words whether memory is short, and what may help.")
            .complexity("O(1)")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .handler(MemoryCommands::memoryDoctor);

    private static void memoryDoctor(CommandCall call) {
        text(call, new MemoryReport(call.server()).advice());
    }

    private static void text(CommandCall call, String text) {
        call.reply().verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
    }

    static final CommandSpec MALLOC_STATS = CommandSpec.named("malloc-stats")
            .arity(2)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Tells how the JVM's heap and its direct memory are used.")
            .complexity("O(1)")
            .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
            .handler(MemoryCommands::memoryMallocStats);

    private static void memoryMallocStats(CommandCall call) {
        text(call, MemoryReport.pools());
    }

    static final CommandSpec PURGE = CommandSpec.named("purge")
            .arity(2)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Does nothing: the JVM gives memory back by its own rules.")
            .complexity("O(1)")
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .handler(MemoryCommands::memoryPurge);

    private static void memoryPurge(CommandCall call) {
        call.reply().ok();
    }

    static final CommandSpec HELP =
            ContainerHelp.spec(CommandGroup.SERVER, "4.0.0").handler(ContainerHelp::help);

    static final CommandSpec MEMORY = CommandSpec.named("memory")
            .arity(-2)
            .group(CommandGroup.SERVER)
            .since("4.0.0")
            .summary("Looks at memory.")
            .complexity("That of the subcommand")
            .container(DOCTOR, HELP, MALLOC_STATS, PURGE, STATS, USAGE);
}
