/**
 * RESP, the Redis serialization protocol, in both versions: {@link io.miniredis.protocol.RequestDecoder} turns bytes
 * into a {@link io.miniredis.protocol.Request}, a {@link io.miniredis.protocol.ReplyWriter} turns replies into bytes,
 * {@link io.miniredis.protocol.ErrorReply} is what a client did wrong, and {@link io.miniredis.protocol.RespClient} is
 * a small blocking client.
 *
 * <p>Start reading at {@code Request}, then {@code RequestDecoder}.
 */
@NullMarked
package io.miniredis.protocol;

import org.jspecify.annotations.NullMarked;
