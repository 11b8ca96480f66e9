package io.miniredis.server.command.geo;

import io.miniredis.datastructures.DecimalText;
import io.miniredis.protocol.ReplyWriter;
import io.miniredis.server.command.CommandCall;

/** Places, and what a search found, as replies. */
final class GeoReply {
    private GeoReply() {}

    /** Longitude and latitude. */
    static void place(ReplyWriter reply, double longitude, double latitude) {
        reply.array(2);
        reply.number(DecimalText.human(longitude));
        reply.number(DecimalText.human(latitude));
    }

    /** Members alone, or each with the details that were asked for. */
    static void points(CommandCall call, GeoQuery query, GeoPoint[] points) {
        ReplyWriter reply = call.reply();
        int details = (query.withDistance() ? 1 : 0) + (query.withHash() ? 1 : 0) + (query.withCoordinates() ? 1 : 0);
        double metersPerUnit = query.area().extent().metersPerUnit();
        reply.array(points.length);
        for (int i = 0; i < points.length; i++) {
            if ((i & 1023) == 1023 && call.isReplyLost()) {
                return;
            }
            GeoPoint point = points[i];
            if (details > 0) {
                reply.array(1 + details);
            }
            reply.bulk(point.member);
            if (query.withDistance()) {
                reply.bulk(DecimalText.distance(point.meters / metersPerUnit));
            }
            if (query.withHash()) {
                reply.integer((long) point.score);
            }
            if (query.withCoordinates()) {
                place(reply, point.longitude, point.latitude);
            }
        }
    }
}
