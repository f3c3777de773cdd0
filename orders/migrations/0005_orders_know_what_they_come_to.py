from django.db import migrations, models
from django.db.models import F
from django.db.models.functions import Coalesce

# Whoever writes lines, however many: their orders' revenue is right when the statement ends. The
# orders are held first, so that two who add to one order count each other's lines. Always: also
# where rows are copied in that the database was told to trust.
ADD_UP = """
CREATE FUNCTION orders_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        touched := ARRAY(
            SELECT DISTINCT unnest(ARRAY[was.order_id, changed.order_id])
            FROM changed JOIN was USING (id)
            WHERE (changed.order_id, changed.quantity, changed.unit_price)
                IS DISTINCT FROM (was.order_id, was.quantity, was.unit_price)
        );
    ELSE
        touched := ARRAY(SELECT DISTINCT order_id FROM changed);
    END IF;
    PERFORM FROM orders_order WHERE id = ANY(touched) ORDER BY id FOR NO KEY UPDATE;
    UPDATE orders_order AS bought SET revenue = (
        SELECT sum(unit_price * quantity) FROM orders_orderline WHERE order_id = bought.id
    ) WHERE id = ANY(touched);
    RETURN NULL;
END $$;
CREATE TRIGGER added AFTER INSERT ON orders_orderline
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION orders_add_up();
CREATE TRIGGER changed AFTER UPDATE ON orders_orderline
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION orders_add_up();
CREATE TRIGGER deleted AFTER DELETE ON orders_orderline
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION orders_add_up();
ALTER TABLE orders_orderline
    ENABLE ALWAYS TRIGGER added, ENABLE ALWAYS TRIGGER changed, ENABLE ALWAYS TRIGGER deleted;
UPDATE orders_order AS bought SET revenue = added.revenue FROM (
    SELECT order_id, sum(unit_price * quantity) AS revenue FROM orders_orderline GROUP BY order_id
) AS added WHERE bought.id = added.order_id
"""
FORGET = "DROP FUNCTION orders_add_up CASCADE"


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_lean_keys")]

    operations = [
        migrations.AddField(
            "order",
            "revenue",
            models.DecimalField(
                decimal_places=4,
                editable=False,
                max_digits=24,
                null=True,
                verbose_name="revenue",
            ),
        ),
        migrations.RunSQL(ADD_UP, FORGET),
        migrations.AddField(
            "order",
            "amount",
            models.GeneratedField(
                db_persist=True,
                expression=Coalesce(
                    "total",
                    F("revenue") + F("shipping_charged") - F("discount"),
                    "shipping_charged",
                ),
                output_field=models.DecimalField(decimal_places=2, max_digits=24),
                verbose_name="amount",
            ),
        ),
        migrations.AddIndex(
            "order", models.Index(fields=["amount", "id"], name="orders_by_amount")
        ),
    ]
