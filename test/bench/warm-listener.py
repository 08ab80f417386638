# A LibreOffice that stays running and converts what it is told: one line "IN<TAB>OUT" on standard input, one line with the milliseconds on
# standard output. It ends when its input ends. Needs python3-uno; run it with the system's python3.
import os
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue


def setting(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


profile = tempfile.mkdtemp(prefix="vanthu-listener-")
pipe = "vanthu-%d" % os.getpid()
office = subprocess.Popen(
    ["soffice", "-env:UserInstallation=file://" + profile, "--headless", "--invisible", "--norestore", "--nologo", "--accept=pipe,name=%s;urp;" % pipe],
    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
deadline = time.time() + 60
while True:
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        break
    except Exception:
        if time.time() > deadline or office.poll() is not None:
            sys.exit("LibreOffice did not start")
        time.sleep(0.05)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
print("ready", flush=True)
for line in sys.stdin:
    source, target = line.rstrip("\n").split("\t")
    started = time.perf_counter()
    document = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (setting("Hidden", True),))
    document.storeToURL("file://" + target, (setting("FilterName", "writer_pdf_Export"),))
    document.close(True)
    print("%.3f" % ((time.perf_counter() - started) * 1000), flush=True)
try:
    desktop.terminate()
except Exception:
    pass
office.wait(timeout=20)
