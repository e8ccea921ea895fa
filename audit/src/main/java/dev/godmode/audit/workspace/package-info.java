@NullMarked
package dev.godmode.audit.workspace;

import org.jspecify.annotations.NullMarked;
