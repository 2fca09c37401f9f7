using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Gatehouse.Control.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PolicyVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "answerer_id",
                table: "policy_versions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "confirmed_at",
                table: "policy_versions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "confirmed_by",
                table: "policy_versions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "confirmed_by_id",
                table: "policy_versions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "made_from",
                table: "policy_versions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "policy_versions",
                type: "TEXT",
                nullable: false,
                defaultValue: "saved");

            migrationBuilder.AddColumn<byte[]>(
                name: "tests",
                table: "policy_versions",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "observed_number",
                table: "policies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "observed_since",
                table: "policies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "widening_needs_second",
                table: "organisations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // What was saved before came into force at once, from the version before it.
            migrationBuilder.Sql("UPDATE policy_versions SET made_from = MAX(1, number - 1)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "answerer_id",
                table: "policy_versions");

            migrationBuilder.DropColumn(
                name: "confirmed_at",
                table: "policy_versions");

            migrationBuilder.DropColumn(
                name: "confirmed_by",
                table: "policy_versions");

            migrationBuilder.DropColumn(
                name: "confirmed_by_id",
                table: "policy_versions");

            migrationBuilder.DropColumn(
                name: "made_from",
                table: "policy_versions");

            migrationBuilder.DropColumn(
                name: "state",
                table: "policy_versions");

            migrationBuilder.DropColumn(
                name: "tests",
                table: "policy_versions");

            migrationBuilder.DropColumn(
                name: "observed_number",
                table: "policies");

            migrationBuilder.DropColumn(
                name: "observed_since",
                table: "policies");

            migrationBuilder.DropColumn(
                name: "widening_needs_second",
                table: "organisations");
        }
    }
}
