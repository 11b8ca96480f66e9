/** INFO: one class per few sections, each line a field with its true value. Start reading at {@code InfoReport}. */
@NullMarked
package io.miniredis.server.info;

import org.jspecify.annotations.NullMarked;
