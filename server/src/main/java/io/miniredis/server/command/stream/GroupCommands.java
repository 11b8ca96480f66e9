package io.miniredis.server.command.stream;

import static io.miniredis.server.command.CommandFlag.DENYOOM;
import static io.miniredis.server.command.CommandFlag.FAST;
import static io.miniredis.server.command.CommandFlag.WRITE;
import static io.miniredis.server.command.KeySpec.Flag.DELETE;
import static io.miniredis.server.command.KeySpec.Flag.INSERT;
import static io.miniredis.server.command.KeySpec.Flag.RW;
import static io.miniredis.server.command.KeySpec.Flag.UPDATE;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.ConsumerGroup;
import io.miniredis.datastructures.KeyEntry;
import io.miniredis.datastructures.Stream;
import io.miniredis.datastructures.StreamConsumer;
import io.miniredis.datastructures.StreamId;
import io.miniredis.protocol.Errors;
import io.miniredis.server.command.AclCategory;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandGroup;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.ContainerHelp;
import io.miniredis.server.command.KeySpec;
import io.miniredis.server.keyspace.KeyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** XGROUP, groups and their consumers, and XACK. */
public final class GroupCommands {
    private static final int MAX_CREATE_ARGUMENTS = 8;

    private GroupCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(XGROUP, XACK);
    }

    static final CommandSpec CREATE = CommandSpec.named("create")
            .arity(-5)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RW, INSERT))
            .since("5.0.0")
            .summary("Creates a group of consumers, who get the entries above an id.")
            .complexity("O(1)")
            .syntax("key:key group:string (id-selector: id:string | new-id=$) [MKSTREAM]"
                    + " [ENTRIESREAD entries-read:integer]")
            .history("7.0.0", "Option `ENTRIESREAD`.")
            .handler(GroupCommands::xgroupCreate);

    private static void xgroupCreate(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();
        ByteString idText = call.args().next();
        PositionOptions options = PositionOptions.parse(call, true);

        Stream stream = options.makesStream() ? writeStream(call, key) : existingStream(call, key);
        if (call.request().count() > MAX_CREATE_ARGUMENTS) {
            throw Errors.subcommandSyntax(call.request());
        }
        StreamId id;
        if (StreamIds.is(idText, '$')) {
            id = stream == null ? StreamId.ZERO : stream.lastId();
        } else {
            id = StreamIds.exact(idText);
        }

        if (stream == null) {
            Stream created = new Stream();
            created.addGroup(name.bytes(), id, options.entriesRead());
            call.db().add(key, created);
            call.keyChanged(key, KeyEvent.XGROUP_CREATE_STREAM);
        } else {
            if (stream.addGroup(name.bytes(), id, options.entriesRead()) == null) {
                throw StreamErrors.GROUP_EXISTS;
            }
            call.keyChanged(key, KeyEvent.XGROUP_CREATE);
        }

        call.reply().ok();
    }

    private static @Nullable Stream writeStream(CommandCall call, ByteString key) {
        KeyEntry found = call.db().writeEntry(key, Stream.class);
        return found == null ? null : (Stream) found.value();
    }

    private static Stream existingStream(CommandCall call, ByteString key) {
        Stream stream = writeStream(call, key);
        if (stream == null) {
            throw StreamErrors.NO_KEY_FOR_GROUP;
        }
        return stream;
    }

    private static ConsumerGroup existingGroup(Stream stream, ByteString key, ByteString name) {
        ConsumerGroup group = stream.group(name.bytes());
        if (group == null) {
            throw StreamErrors.noGroup(name, key);
        }
        return group;
    }

    static final CommandSpec SETID = CommandSpec.named("setid")
            .arity(-5)
            .flags(WRITE)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RW, UPDATE))
            .since("5.0.0")
            .summary("Sets the id above which entries are new to a group.")
            .complexity("O(1)")
            .syntax("key:key group:string (id-selector: id:string | new-id=$)"
                    + " [ENTRIESREAD entriesread/entries-read:integer]")
            .history("7.0.0", "Option `ENTRIESREAD`.")
            .handler(GroupCommands::xgroupSetid);

    private static void xgroupSetid(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();
        ByteString idText = call.args().next();
        PositionOptions options = PositionOptions.parse(call, false);

        Stream stream = existingStream(call, key);
        ConsumerGroup group = existingGroup(stream, key, name);
        if (options.isRepeated()) {
            throw Errors.subcommandSyntax(call.request());
        }
        StreamId id = StreamIds.is(idText, '$') ? stream.lastId() : StreamIds.anyOrEdge(idText, 0);

        group.position(id, options.entriesRead());

        call.keyChanged(key, KeyEvent.XGROUP_SETID);

        call.reply().ok();
    }

    static final CommandSpec DESTROY = CommandSpec.named("destroy")
            .arity(4)
            .flags(WRITE)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RW, DELETE))
            .since("5.0.0")
            .summary("Deletes a group with its consumers, whatever they have not acknowledged.")
            .complexity("O(N) with N the number of entries the group has not acknowledged.")
            .syntax("key:key group:string")
            .handler(GroupCommands::xgroupDestroy);

    private static void xgroupDestroy(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();

        Stream stream = existingStream(call, key);

        boolean removed = stream.removeGroup(name.bytes());

        if (removed) {
            call.keyChanged(key, KeyEvent.XGROUP_DESTROY);
            // Who waits in XREADGROUP is told that the group is gone.
            call.keyReady(key);
        }

        call.reply().integer(removed ? 1 : 0);
    }

    static final CommandSpec CREATECONSUMER = CommandSpec.named("createconsumer")
            .arity(5)
            .flags(WRITE, DENYOOM)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RW, INSERT))
            .since("6.2.0")
            .summary("Adds a consumer to a group.")
            .complexity("O(1)")
            .syntax("key:key group:string consumer:string")
            .handler(GroupCommands::xgroupCreateconsumer);

    private static void xgroupCreateconsumer(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();
        ByteString consumerName = call.args().next();

        ConsumerGroup group = existingGroup(existingStream(call, key), key, name);

        boolean isNew = group.consumer(consumerName.bytes()) == null;
        if (isNew) {
            group.addConsumer(consumerName.bytes(), call.nowMillis());
            call.keyChanged(key, KeyEvent.XGROUP_CREATECONSUMER);
        }

        call.reply().integer(isNew ? 1 : 0);
    }

    static final CommandSpec DELCONSUMER = CommandSpec.named("delconsumer")
            .arity(5)
            .flags(WRITE)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(2, RW, DELETE))
            .since("5.0.0")
            .summary("Removes a consumer from a group and tells how many entries it had not acknowledged.")
            .complexity("O(1)")
            .syntax("key:key group:string consumer:string")
            .handler(GroupCommands::xgroupDelconsumer);

    private static void xgroupDelconsumer(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();
        ByteString consumerName = call.args().next();

        ConsumerGroup group = existingGroup(existingStream(call, key), key, name);
        StreamConsumer consumer = group.consumer(consumerName.bytes());
        if (consumer == null) {
            call.reply().integer(0);
            return;
        }

        group.removeConsumer(consumer);

        call.keyChanged(key, KeyEvent.XGROUP_DELCONSUMER);

        call.reply().integer(consumer.pending().size());
    }

    static final CommandSpec HELP = ContainerHelp.spec(CommandGroup.STREAM, "5.0.0")
            .acl(AclCategory.STREAM)
            .handler(ContainerHelp::help);

    static final CommandSpec XGROUP = CommandSpec.named("xgroup")
            .arity(-2)
            .group(CommandGroup.STREAM)
            .since("5.0.0")
            .summary("Creates, changes and deletes groups of a stream's consumers.")
            .complexity("Each subcommand has its own.")
            .container(CREATE, SETID, DESTROY, CREATECONSUMER, DELCONSUMER, HELP);

    static final CommandSpec XACK = CommandSpec.named("xack")
            .arity(-4)
            .flags(WRITE, FAST)
            .acl(AclCategory.STREAM)
            .group(CommandGroup.STREAM)
            .keys(KeySpec.key(1, RW, UPDATE))
            .since("5.0.0")
            .summary("Acknowledges entries that a group's consumers are done with, and tells how many were pending.")
            .complexity("O(1) for each id.")
            .syntax("key:key group:string id:string...")
            .handler(GroupCommands::xack);

    private static void xack(CommandCall call) {
        ByteString key = call.args().next();
        ByteString name = call.args().next();

        Stream stream = StreamValues.readToChange(call, key);
        ConsumerGroup group = stream == null ? null : stream.group(name.bytes());
        if (group == null) {
            call.reply().integer(0);
            return;
        }
        StreamId[] ids = StreamIds.all(call.args());

        int acknowledged = 0;
        for (StreamId id : ids) {
            if (group.acknowledge(id)) {
                acknowledged++;
            }
        }

        call.server().effects().addChanges(acknowledged);

        call.reply().integer(acknowledged);
    }

    /**
     * What follows the id in XGROUP CREATE and SETID.
     *
     * @param makesStream MKSTREAM
     * @param entriesRead ENTRIESREAD, or {@link ConsumerGroup#UNKNOWN}
     * @param isRepeated true if ENTRIESREAD was said twice
     */
    private record PositionOptions(boolean makesStream, long entriesRead, boolean isRepeated) {
        static PositionOptions parse(CommandCall call, boolean isCreation) {
            Arguments args = call.args();
            boolean makesStream = false;
            long entriesRead = ConsumerGroup.UNKNOWN;
            int positions = 0;
            while (args.hasNext()) {
                if (isCreation && args.acceptToken("mkstream")) {
                    makesStream = true;
                } else if (args.acceptOption("entriesread")) {
                    entriesRead = args.nextLong();
                    positions++;
                    if (entriesRead < ConsumerGroup.UNKNOWN) {
                        throw StreamErrors.ENTRIES_READ_NEGATIVE;
                    }
                } else {
                    throw Errors.subcommandSyntax(call.request());
                }
            }
            return new PositionOptions(makesStream, entriesRead, positions > 1);
        }
    }
}
