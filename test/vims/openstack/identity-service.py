# A real Keystone on loopback: makes its database, tells it of users and services, and serves until standard input ends.
# usage: keystone.py FOLDER PORT ENDPOINT-OF-IMAGES ENDPOINT-OF-COMPUTE
import concurrent.futures
import os
import socketserver
import sys
import threading
import uuid
import wsgiref.simple_server

from cryptography.fernet import Fernet

folder, port, images, compute = sys.argv[1:]
sys.argv[1:] = []
url = f"http://127.0.0.1:{port}/v3"
configuration = os.path.join(folder, "keystone.conf")
os.mkdir(os.path.join(folder, "policy"))
for name in ("fernet", "credential"):
    os.mkdir(os.path.join(folder, name), mode=0o700)
    for key in ("0", "1"):
        with open(os.path.join(folder, name, key), "wb") as file:
            file.write(Fernet.generate_key())
with open(configuration, "w", encoding="utf8") as file:
    file.write(
        f"""[DEFAULT]
log_file = {folder}/keystone.log
[database]
connection = sqlite:///{folder}/keystone.db
[cache]
enabled = true
backend = dogpile.cache.memory
[identity]
password_hash_rounds = 4
[fernet_tokens]
key_repository = {folder}/fernet
[fernet_receipts]
key_repository = {folder}/fernet
[credential]
key_repository = {folder}/credential
[oslo_policy]
policy_dirs = {folder}/policy
"""
    )
os.environ["OS_KEYSTONE_CONFIG_FILES"] = configuration

import keystone.server.wsgi  # noqa: E402
from keystone.cmd import bootstrap  # noqa: E402
from keystone.common import provider_api, sql  # noqa: E402


def make():
    """Gives the application. SQLite wants all work with the database on one thread."""
    application = keystone.server.wsgi.initialize_public_application()
    with sql.session_for_write() as session:
        engine = session.get_bind()
    sql.ModelBase.metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma journal_mode=wal")
    # The application has loaded them, and they can be loaded only once.
    bootstrap.backends.load_backends = lambda: None
    first = bootstrap.Bootstrapper()
    first.admin_password, first.admin_username, first.project_name = "admin-secret", "admin", "admin"
    first.admin_role_name, first.service_name, first.region_id = "admin", "keystone", "RegionOne"
    first.admin_url = first.internal_url = first.public_url = url
    first.immutable_roles = False
    first.bootstrap()
    tell(provider_api.ProviderAPIs)
    return application


def tell(apis):
    """Glance's own user, one who is nobody special, and where the other services are."""
    roles = {role["name"]: role["id"] for role in apis.role_api.list_roles()}
    for name, role in (("glance", "admin"), ("demo", "member")):
        project = {"id": uuid.uuid4().hex, "name": name, "domain_id": "default", "enabled": True}
        project = apis.resource_api.create_project(project["id"], project)
        user = {"name": name, "password": f"{name}-secret", "domain_id": "default", "enabled": True}
        user = apis.identity_api.create_user(user)
        apis.assignment_api.add_role_to_user_and_project(user["id"], project["id"], roles[role])
    for kind, address in (("image", images), ("compute", compute)):
        service = {"id": uuid.uuid4().hex, "type": kind, "name": kind, "enabled": True}
        apis.catalog_api.create_service(service["id"], service)
        endpoint = {"id": uuid.uuid4().hex, "service_id": service["id"], "region_id": "RegionOne"}
        endpoint.update(interface="public", url=address, enabled=True)
        apis.catalog_api.create_endpoint(endpoint["id"], endpoint)


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Handler(wsgiref.simple_server.WSGIRequestHandler):
    timeout = 30

    def log_message(self, *_):
        pass


pool = concurrent.futures.ThreadPoolExecutor(1)
inner = pool.submit(make).result()


def application(environment, start):
    return pool.submit(lambda: list(inner(environment, start))).result()


server = wsgiref.simple_server.make_server(
    "127.0.0.1", int(port), application, server_class=Server, handler_class=Handler
)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
