/** Three services and their shared code, loaded as one folder by a test. */
@NullMarked
package shop;

import org.jspecify.annotations.NullMarked;
