/**
 * Encrypted connections: keys and certificates in the files OpenSSL writes, the context made of them, the handshake
 * (tls.c).
 *
 * <p>Nothing here is loaded while there is no {@code tls-port}. Start reading at {@link
 * io.miniredis.server.net.tls.TlsService}.
 */
@NullMarked
package io.miniredis.server.net.tls;

import org.jspecify.annotations.NullMarked;
