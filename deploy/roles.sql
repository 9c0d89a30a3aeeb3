-- The two logins and an empty database, by a superuser of PostgreSQL; what is there already stays as it is.
-- On this machine they come by the socket under the same names of the system (peer): no password.
-- From another machine:  \password casework_owner  and  \password casework_app  afterwards.
select format('create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', name)
  from unnest(array['casework_owner', 'casework_app']) as name
  where not exists (select from pg_roles where rolname = name)
\gexec
select 'create database casework owner casework_owner template template0 encoding ''UTF8'' locale ''C.UTF-8'''
  where not exists (select from pg_database where datname = 'casework')
\gexec
revoke connect, temporary on database casework from public;
grant connect on database casework to casework_owner, casework_app;
-- PostgreSQL's own log quotes no row and no statement.
alter system set log_error_verbosity = 'terse';
alter system set log_min_error_statement = 'panic';
select pg_reload_conf();
