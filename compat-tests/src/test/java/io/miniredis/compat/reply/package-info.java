/**
 * Replies as a judge sees them: {@link io.miniredis.compat.reply.Reply} is the model,
 * {@link io.miniredis.compat.reply.Connection} reads it from a socket, {@link io.miniredis.compat.reply.ReplyText} is
 * its form on paper.
 *
 * <p>The reader is a second one, beside the client in {@code protocol}: a judge must not share code with the judged,
 * and it keeps what clients hide (a null bulk is not a null array, a simple string is not a bulk string).
 */
@NullMarked
package io.miniredis.compat.reply;

import org.jspecify.annotations.NullMarked;
