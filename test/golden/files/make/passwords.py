"""Has a listening LibreOffice save a workbook with a password to open: python3 passwords.py SOURCE FOLDER FILE=FILTER=PASSWORD... (needs python3-uno)."""
import os
import sys
import time

import uno
from com.sun.star.beans import NamedValue, PropertyValue

source, folder, files = sys.argv[1], sys.argv[2], sys.argv[3:]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext('com.sun.star.bridge.UnoUrlResolver', local)
for attempt in range(60):
    try:
        office = resolver.resolve('uno:pipe,name=goldenfiles;urp;StarOffice.ComponentContext')
        break
    except Exception:
        time.sleep(0.5)
desktop = office.ServiceManager.createInstanceWithContext('com.sun.star.frame.Desktop', office)
book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), '_blank', 0, (PropertyValue('Hidden', 0, True, 0),))
for job in files:
    name, filter_name, password = job.split('=')
    secret = PropertyValue('Password', 0, password, 0)
    if name.endswith('.xlsx'):
        words = uno.Any('[]com.sun.star.beans.NamedValue', (NamedValue('OOXPassword', password), NamedValue('CryptoType', 'Standard')))
        secret = PropertyValue('EncryptionData', 0, words, 0)
    book.storeToURL(uno.systemPathToFileUrl(os.path.join(folder, name)), (PropertyValue('FilterName', 0, filter_name, 0), secret))
book.close(True)
desktop.terminate()
