# A real Glance on loopback; its images and its database stay in the folder when it ends, and it finds them again.
# usage: image-service.py FOLDER PORT KEYSTONE
import os
import sys

folder, port, identity = sys.argv[1:]
configuration = os.path.join(folder, "glance.conf")
UUID = "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$"
PASTE = """[pipeline:glance-api-keystone]
pipeline = versionnegotiation authtoken context rootapp
[composite:rootapp]
paste.composite_factory = glance.api:root_app_factory
/: apiversions
/v2: apiv2app
[app:apiversions]
paste.app_factory = glance.api.versions:create_resource
[app:apiv2app]
paste.app_factory = glance.api.v2.router:API.factory
[filter:versionnegotiation]
paste.filter_factory = glance.api.middleware.version_negotiation:VersionNegotiationFilter.factory
[filter:context]
paste.filter_factory = glance.api.middleware.context:ContextMiddleware.factory
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
delay_auth_decision = true
"""
# What makes kernel_id an id and not any text, as in an installed Glance.
SCHEMA = f'{{"kernel_id": {{"type": ["null", "string"], "pattern": "{UUID}"}}}}'
GLANCE = f"""[DEFAULT]
bind_host = 127.0.0.1
bind_port = {port}
workers = 0
log_file = {folder}/glance.log
node_staging_uri = file://{folder}/staging
enabled_import_methods = [glance-direct]
[database]
connection = sqlite:///{folder}/glance.db
[keystone_authtoken]
www_authenticate_uri = {identity}
auth_url = {identity}
auth_type = password
username = glance
password = glance-secret
project_name = glance
user_domain_id = default
project_domain_id = default
[paste_deploy]
flavor = keystone
config_file = {folder}/paste.ini
[glance_store]
stores = file
default_store = file
filesystem_store_datadir = {folder}/images
[oslo_concurrency]
lock_path = {folder}/lock
[oslo_policy]
policy_dirs = {folder}/policy
[task]
work_dir = {folder}/tasks
"""


def make():
    for name in ("images", "staging", "tasks", "lock", "policy"):
        os.mkdir(os.path.join(folder, name))
    for name, text in (("paste.ini", PASTE), ("schema-image.json", SCHEMA), ("glance.conf", GLANCE)):
        with open(os.path.join(folder, name), "w", encoding="utf8") as file:
            file.write(text)
    import sqlalchemy
    from glance.db.sqlalchemy import models, models_metadef

    engine = sqlalchemy.create_engine(f"sqlite:///{folder}/glance.db")
    models.register_models(engine)
    models_metadef.register_models(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma journal_mode=wal")


if not os.path.exists(configuration):
    make()
sys.argv = ["glance-api", "--config-file", configuration]
from glance.cmd.api import main  # noqa: E402

main()
