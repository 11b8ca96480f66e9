package io.miniredis.server.command.stream;

import io.miniredis.datastructures.ByteString;
import io.miniredis.datastructures.StreamId;
import io.miniredis.server.command.Arguments;
import io.miniredis.server.command.CommandCall;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows the consumer in XCLAIM.
 *
 * @param minIdleMillis entries delivered later than this are left alone
 * @param ids what is claimed
 * @param idTexts the same as the client wrote it
 * @param deliveredAtMillis when the entries count as delivered, in milliseconds since 1970-01-01 UTC
 * @param deliveries how often they count as delivered; negative to count this once more
 * @param force FORCE
 * @param justIds JUSTID
 * @param lastId the group comes to it if it is not yet there
 */
record ClaimOptions(
        long minIdleMillis,
        List<StreamId> ids,
        List<ByteString> idTexts,
        long deliveredAtMillis,
        long deliveries,
        boolean force,
        boolean justIds,
        StreamId lastId) {
    static ClaimOptions parse(CommandCall call) {
        Arguments args = call.args();
        long minIdleMillis = Math.max(number(args, "min-idle-time"), 0);
        List<StreamId> ids = new ArrayList<>(args.remaining());
        List<ByteString> idTexts = new ArrayList<>(args.remaining());
        while (args.hasNext()) {
            StreamId id = StreamId.parse(args.peek().bytes(), 0, 0);
            if (id == null) {
                break;
            }
            ids.add(id);
            idTexts.add(args.next());
        }

        long now = call.nowMillis();
        long deliveredAtMillis = now;
        long deliveries = -1;
        boolean force = false;
        boolean justIds = false;
        StreamId lastId = StreamId.ZERO;
        while (args.hasNext()) {
            if (args.acceptToken("force")) {
                force = true;
            } else if (args.acceptToken("justid")) {
                justIds = true;
            } else if (args.acceptOption("idle")) {
                deliveredAtMillis = now - number(args, "IDLE option");
            } else if (args.acceptOption("time")) {
                deliveredAtMillis = number(args, "TIME option");
            } else if (args.acceptOption("retrycount")) {
                deliveries = number(args, "RETRYCOUNT option");
            } else if (args.acceptOption("lastid")) {
                lastId = StreamIds.exact(args.next());
            } else {
                throw StreamErrors.unknownOption(args.peek());
            }
        }
        // A moment that cannot be, by a client whose clock is ahead maybe, is taken for now.
        boolean isPossible = deliveredAtMillis >= 0 && deliveredAtMillis <= now;
        return new ClaimOptions(
                minIdleMillis, ids, idTexts, isPossible ? deliveredAtMillis : now, deliveries, force, justIds, lastId);
    }

    private static long number(Arguments args, String option) {
        return args.nextLong(StreamErrors.invalid(option, "XCLAIM"));
    }
}
