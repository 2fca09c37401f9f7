using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Gatehouse.Control.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Connections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "oauth_clients",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    is_document = table.Column<bool>(type: "boolean", nullable: false),
                    created = table.Column<long>(type: "bigint", nullable: false),
                    read = table.Column<long>(type: "bigint", nullable: false),
                    application_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    client_id = table.Column<string>(type: "character varying(1024)", maxLength: 1024, nullable: true, collation: "C"),
                    client_secret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    client_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    consent_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_names = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    json_web_key_set = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    permissions = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    post_logout_redirect_uris = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    redirect_uris = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    requirements = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settings = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oauth_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "oauth_scopes",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    descriptions = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    display_names = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    resources = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oauth_scopes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "connections",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    organisation_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    grant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    client_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    client_address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    redirect_uri = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created = table.Column<long>(type: "bigint", nullable: false),
                    renewed = table.Column<long>(type: "bigint", nullable: true),
                    ended = table.Column<long>(type: "bigint", nullable: true),
                    application_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    creation_date = table.Column<long>(type: "bigint", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    scopes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connections", x => x.id);
                    table.ForeignKey(
                        name: "fk_connections_grants_grant_id",
                        column: x => x.grant_id,
                        principalTable: "grants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_connections_oauth_clients_application_id",
                        column: x => x.application_id,
                        principalTable: "oauth_clients",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_connections_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "oauth_tokens",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    application_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    authorization_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    creation_date = table.Column<long>(type: "bigint", nullable: true),
                    expiration_date = table.Column<long>(type: "bigint", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    properties = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    redemption_date = table.Column<long>(type: "bigint", nullable: true),
                    reference_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oauth_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_oauth_tokens_connections_authorization_id",
                        column: x => x.authorization_id,
                        principalTable: "connections",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_oauth_tokens_oauth_clients_application_id",
                        column: x => x.application_id,
                        principalTable: "oauth_clients",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_connections_application_id_status_subject_type",
                table: "connections",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_connections_grant_id",
                table: "connections",
                column: "grant_id");

            migrationBuilder.CreateIndex(
                name: "ix_connections_organisation_id",
                table: "connections",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_clients_client_id",
                table: "oauth_clients",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_oauth_clients_created",
                table: "oauth_clients",
                column: "created");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_scopes_name",
                table: "oauth_scopes",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_oauth_tokens_application_id_status_subject_type",
                table: "oauth_tokens",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_oauth_tokens_authorization_id",
                table: "oauth_tokens",
                column: "authorization_id");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_tokens_expiration_date",
                table: "oauth_tokens",
                column: "expiration_date");

            migrationBuilder.CreateIndex(
                name: "ix_oauth_tokens_reference_id",
                table: "oauth_tokens",
                column: "reference_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "oauth_scopes");

            migrationBuilder.DropTable(
                name: "oauth_tokens");

            migrationBuilder.DropTable(
                name: "connections");

            migrationBuilder.DropTable(
                name: "oauth_clients");
        }
    }
}
