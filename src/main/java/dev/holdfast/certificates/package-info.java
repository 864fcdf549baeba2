/**
 * Certificates with which nodes prove themselves to each other, made by the JDK's own tool. Start
 * with {@code Authority}.
 */
@NullMarked
package dev.holdfast.certificates;

import org.jspecify.annotations.NullMarked;
