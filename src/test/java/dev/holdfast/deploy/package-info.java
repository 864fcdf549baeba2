/**
 * The files of {@code deploy/} against their own schemas and against the program they deploy. Start
 * with {@code ManifestsTest}.
 */
@NullMarked
package dev.holdfast.deploy;

import org.jspecify.annotations.NullMarked;
