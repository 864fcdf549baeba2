@NullMarked
package dev.holdfast.messaging.courier;

import org.jspecify.annotations.NullMarked;
