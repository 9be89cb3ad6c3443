/** The machine and the process around us: memory, the C library, folders for natives, warnings that are seen. */
package org.pydl4j.nd.host;
