"""Exports a text as a signed PDF with LibreOffice: IN OUT PROFILE tagged|plain. The key comes from the NSS database of MOZILLA_CERTIFICATE_FOLDER."""
import os
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

source, target, profile, tagging = sys.argv[1:5]
pipe = "vanthu%d" % os.getpid()
office = subprocess.Popen(
    ["soffice", "-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--accept=pipe,name=%s;urp;" % pipe],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def value(name, held):
    return PropertyValue(Name=name, Value=held)


try:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = None
    for _ in range(200):
        try:
            context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
            break
        except Exception:
            time.sleep(0.2)
    manager = context.ServiceManager
    initializer = manager.createInstanceWithContext("com.sun.star.xml.crypto.NSSInitializer", context)
    security = initializer.createSecurityContext("")
    own = security.getSecurityEnvironment().getPersonalCertificates()
    if len(own) == 0:
        sys.exit("LibreOffice sees no key in the NSS database")
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (value("Hidden", True),))
    filters = uno.Any("[]com.sun.star.beans.PropertyValue", (
        value("SignPDF", True), value("SignatureCertificate", own[0]), value("SignatureReason", "Thu nghiem"),
        value("UseTaggedPDF", tagging == "tagged"), value("ExportFormFields", True)))
    document.storeToURL("file://" + target, (value("FilterName", "writer_pdf_Export"), value("FilterData", filters)))
    document.close(True)
    try:
        desktop.terminate()
    except Exception:
        pass
finally:
    try:
        office.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(office.pid, 9)
