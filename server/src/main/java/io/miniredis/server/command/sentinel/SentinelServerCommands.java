package io.miniredis.server.command.sentinel;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import io.miniredis.replication.sentinel.MonitoredPrimary;
import io.miniredis.server.command.CommandCall;
import io.miniredis.server.command.CommandSpec;
import io.miniredis.server.command.admin.ServerCommands;
import io.miniredis.server.command.pubsub.PubSubCommands;
import io.miniredis.server.command.replication.ReplicationCommands;
import io.miniredis.server.info.InfoReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** INFO, ROLE and PUBLISH as a sentinel has them (sentinel.c). */
public final class SentinelServerCommands {
    private static final ByteString HELLO_CHANNEL = ByteString.of("__sentinel__:hello");

    private SentinelServerCommands() {}

    /** The family's table of contents. */
    public static List<CommandSpec> all() {
        return List.of(INFO, ROLE, PUBLISH);
    }

    static final CommandSpec INFO = ServerCommands.INFO.withHandler(SentinelServerCommands::info);

    private static void info(CommandCall call) {
        List<String> sections = new ArrayList<>();
        while (call.args().hasNext()) {
            sections.add(call.args().next().utf8().toLowerCase(Locale.ROOT));
        }

        byte[] report = new InfoReport(call.server()).sectionsOfSentinel(sections, SentinelCommands.sentinel(call));

        call.reply().bulk(report);
    }

    static final CommandSpec ROLE = ReplicationCommands.ROLE.withHandler(SentinelServerCommands::role);

    private static void role(CommandCall call) {
        Collection<MonitoredPrimary> primaries =
                SentinelCommands.node(call).instances().primaries();

        call.reply().array(2);
        call.reply().bulk("sentinel");
        call.reply().array(primaries.size());
        primaries.forEach(primary -> call.reply().bulk(Ascii.bytes(primary.name())));
    }

    static final CommandSpec PUBLISH = PubSubCommands.PUBLISH.withHandler(SentinelServerCommands::publish);

    /** Publishes nothing: in this way other sentinels say who they are. */
    private static void publish(CommandCall call) {
        ByteString channel = call.args().next();
        ByteString message = call.args().next();

        if (!channel.equals(HELLO_CHANNEL)) {
            throw new ErrorReply("ERR Only HELLO messages are accepted by Sentinel instances.");
        }
        SentinelCommands.node(call).hello().received(Ascii.text(message.bytes()));

        call.reply().integer(1);
    }
}
